import { api, dataOf } from '@/lib/api/client';
import type { Mailbox } from '@/lib/api/types';

export type Command = 'pause' | 'resume' | 'check';

const send = {
  pause: (id: string) => api.POST('/api/mailboxes/{id}/pause', { params: { path: { id } } }),
  resume: (id: string) => api.POST('/api/mailboxes/{id}/resume', { params: { path: { id } } }),
  check: (id: string) => api.POST('/api/mailboxes/{id}/check', { params: { path: { id } } }),
};

export const commandMailbox = (id: string, command: Command): Promise<Mailbox> => dataOf(send[command](id));
