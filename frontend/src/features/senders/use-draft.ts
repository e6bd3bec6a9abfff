import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Mailbox } from '@/lib/api/types';
import { readingsQuery } from './api/read-senders';
import { splitSenders } from './split-senders';

/** Long enough to be an address. The server is not asked about anything shorter while it is being typed. */
const PERHAPS_COMPLETE = /@[^\s@]+\.[^\s@]{2,}/;

/** The senders that a person is about to add, each as the server reads it. */
export function useDraft(mailbox: Mailbox) {
  const [entries, setEntries] = useState<string[]>([]);
  const [text, setText] = useState('');

  // Text in the field counts too, so that Enter is not needed.
  const [debounced] = useDebouncedValue(text, 300);
  const complete = PERHAPS_COMPLETE.test(debounced);
  const typed = complete ? splitSenders(debounced) : [];
  const pieces = [...new Set([...entries, ...typed])];
  const answer = useQuery(readingsQuery(mailbox.id, pieces));
  const readings = new Map((answer.data?.senders ?? []).map((reading) => [reading.typed, reading]));

  const known = new Set(mailbox.senders);
  const senders = pieces.map((piece) => readings.get(piece)?.sender);
  const added = [
    ...new Set(senders.filter((sender) => sender !== undefined && !known.has(sender))),
  ] as string[];

  return {
    entries,
    text,
    setEntries,
    setText,
    clear: () => {
      setEntries([]);
      setText('');
    },
    /** How the server reads a piece. Absent until the server answered. */
    readingOf: (piece: string) => readings.get(piece),
    added,
    /** The whole list as it would be saved. */
    wanted: [...mailbox.senders, ...added],
    /** Text that is still in the field is never a problem. */
    problems: entries.flatMap((typed) => {
      const problem = readings.get(typed)?.problem;
      return problem ? [{ typed, problem }] : [];
    }),
    failure: answer.isError ? answer.error : undefined,
    alreadyListed: senders.some((sender) => sender !== undefined && known.has(sender)),
    ready:
      added.length > 0 &&
      text === debounced &&
      (complete || text.trim() === '') &&
      senders.every((sender) => sender !== undefined),
  };
}
