import { api, dataOf } from '@/lib/api/client';

export const deleteAccount = () => dataOf(api.DELETE('/api/account'));
