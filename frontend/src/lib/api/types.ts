import type { components } from './schema';

// The one place that knows what the server's document calls its schemas.
type Schemas = components['schemas'];

export type Session = Schemas['Session'];
export type Mailbox = Schemas['Mailbox'];
export type MailboxStatus = Mailbox['status'];
export type ImportProgress = Schemas['ImportProgress'];
export type Message = Schemas['Message'];
export type MessagePage = Schemas['MessagePage'];
export type SyncLogEntry = Schemas['Run'];
export type QuarantinedMessage = Schemas['QuarantinedMessage'];
export type Notification = Schemas['Notification'];
export type Receipt = Schemas['Receipt'];
export type Senders = Schemas['Senders'];
export type ListedSender = Schemas['ListedSender'];
export type SenderReading = Schemas['Reading'];
export type Plan = Schemas['Plan'];
export type NextAction = Schemas['NextAction'];
export type ProblemDocument = Schemas['Problem'];
export type Purpose = NonNullable<Schemas['Start']['purpose']>;
export type CallbackRequest = Schemas['Callback'];
export type CallbackResponse = Schemas['Finished'];
