import { api, dataOf } from '@/lib/api/client';

export const signOut = () => dataOf(api.POST('/auth/logout'));
