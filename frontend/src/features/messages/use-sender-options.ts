import { useQuery } from '@tanstack/react-query';
import { sendersQuery } from '@/lib/api/list-senders';
import type { Mailbox } from '@/lib/api/types';

type Option = { value: string; label: string };

/** The senders to filter by: the present ones, removed ones whose mail was kept, and the one in the address. */
export function useSenderOptions(mailbox: Mailbox, chosen: string | undefined) {
  const { data } = useQuery(sendersQuery(mailbox.id, mailbox.senders));
  const watched = mailbox.senders.map(option);
  const former = (data?.data.former ?? []).map(({ sender }) => sender).map(option);
  const known = [...watched, ...former].some(({ value }) => value === chosen);
  return [
    { value: '', label: 'All senders' },
    ...(chosen && !known ? [option(chosen)] : []),
    ...watched,
    ...(former.length > 0 ? [{ group: 'Removed, mail kept', items: former }] : []),
  ];
}

const option = (sender: string): Option => ({ value: sender, label: sender });
