import { api, dataOf } from '@/lib/api/client';

export const markRead = (id: string) =>
  dataOf(api.POST('/api/notifications/{id}/read', { params: { path: { id } } }));
