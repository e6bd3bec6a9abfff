/** Query keys. Everything about one mailbox starts with `mailbox(id)`, so that one hint can refresh it all. */
export const keys = {
  session: ['session'] as const,
  mailboxes: ['mailboxes'] as const,
  mailbox: (id: string) => ['mailbox', id] as const,
  mailboxState: (id: string) => ['mailbox', id, 'state'] as const,
  settings: (id: string) => ['mailbox', id, 'state', 'settings'] as const,
  senders: (id: string) => ['mailbox', id, 'senders'] as const,
  message: (id: string, messageId: string) => ['mailbox', id, 'message', messageId] as const,
  messages: (id: string) => ['mailbox', id, 'messages'] as const,
  messagePages: (id: string) => ['mailbox', id, 'message-pages'] as const,
  syncLog: (id: string) => ['mailbox', id, 'sync-log'] as const,
  quarantine: (id: string) => ['mailbox', id, 'quarantine'] as const,
  notifications: ['notifications'] as const,
  receipt: (id: string) => ['receipt', id] as const,
};
