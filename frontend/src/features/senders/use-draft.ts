import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Mailbox } from '@/lib/api/types';
import { checkQuery } from './api/check-senders';
import { splitSenders } from './split-senders';

/** Long enough to be an address: what is shorter is not worth asking about while it is being typed. */
const PERHAPS_COMPLETE = /@[^\s@]+\.[^\s@]{2,}/;

/** The senders that someone is about to add, each as the server reads it. */
export function useDraft(mailbox: Mailbox) {
  const [entries, setEntries] = useState<string[]>([]);
  const [text, setText] = useState('');

  // What stands in the field counts too: nobody should have to press Enter first.
  const [settled] = useDebouncedValue(text, 300);
  const complete = PERHAPS_COMPLETE.test(settled);
  const typed = complete ? splitSenders(settled) : [];
  const pieces = [...new Set([...entries, ...typed])];
  const check = useQuery(checkQuery(mailbox.id, pieces));
  const readings = new Map((check.data?.senders ?? []).map((reading) => [reading.typed, reading]));

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
    /** How the server reads a piece; absent while it was not asked. */
    readingOf: (piece: string) => readings.get(piece),
    added,
    /** The whole list as it would be saved. */
    wanted: [...mailbox.senders, ...added],
    /** Half an address is no mistake while it is being typed. */
    problems: entries.flatMap((typed) => {
      const problem = readings.get(typed)?.problem;
      return problem ? [{ typed, problem }] : [];
    }),
    failure: check.isError ? check.error : undefined,
    knownAlready: senders.some((sender) => sender !== undefined && known.has(sender)),
    ready:
      added.length > 0 &&
      text === settled &&
      (complete || text.trim() === '') &&
      senders.every((sender) => sender !== undefined),
  };
}
