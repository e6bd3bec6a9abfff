import type { Mailbox, Message, Notification, QuarantinedMessage, SyncLogEntry } from '@/lib/api/types';

export const MAILBOX_ID = '0197a000-0000-7000-8000-000000000001';
export const RECEIPT_ID = '0197a000-0000-7000-8000-0000000000aa';
export const user = { id: '0197a000-0000-7000-8000-0000000000ff', email: 'ada@corp.example' };

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

export const aMailbox = (over: Partial<Mailbox> = {}): Mailbox => ({
  id: MAILBOX_ID,
  email: 'ada@corp.example',
  status: 'LIVE',
  senders: ['boss@corp.example', '@list.example'],
  syncInterval: 'PT5M',
  connectedAt: minutesAgo(9000),
  lastSyncedAt: minutesAgo(2),
  nextSyncAt: minutesAgo(-3),
  messages: 2,
  queued: 0,
  quarantined: 0,
  import: { found: 2, stored: 2, finding: false },
  completeAsOf: minutesAgo(2),
  ...over,
});

export const aMessage = (id: string, over: Partial<Message> = {}): Message => ({
  messageId: id,
  threadId: 'thread-1',
  senderEmail: 'boss@corp.example',
  senderName: 'Grace Hopper',
  from: 'Grace Hopper <boss@corp.example>',
  subject: `Subject of ${id}`,
  snippet: 'The first words of it',
  receivedAt: minutesAgo(60),
  processedAt: minutesAgo(59),
  labels: ['INBOX'],
  sizeBytes: 48_213,
  fromAnomaly: false,
  ...over,
});

export const aSyncLogEntry = (over: Partial<SyncLogEntry> = {}): SyncLogEntry => ({
  id: 'run-1',
  kind: 'CHECK',
  startedAt: minutesAgo(120),
  endedAt: minutesAgo(2),
  checks: 23,
  found: 0,
  stored: 0,
  changed: 0,
  deleted: 0,
  outcome: 'DONE',
  ...over,
});

export const aQuarantinedMessage = (): QuarantinedMessage => ({
  messageId: 'bad-1',
  reason: 'The Date header cannot be read.',
  attempts: 3,
  quarantinedAt: minutesAgo(30),
});

export const aNotification = (over: Partial<Notification> = {}): Notification => ({
  id: 'notice-1',
  mailboxId: MAILBOX_ID,
  kind: 'NEEDS_RECONNECT',
  title: 'ada@corp.example needs you',
  body: 'Access was taken away at Google.',
  createdAt: minutesAgo(5),
  ...over,
});
