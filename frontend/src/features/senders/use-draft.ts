import { useState } from 'react';
import type { Mailbox } from '@/lib/api/types';
import { type CheckedSender, checkSender, splitSenders } from './sender-pattern';

/** The senders that someone is about to add, checked one by one. */
export function useDraft(mailbox: Mailbox) {
  const [entries, setEntries] = useState<string[]>([]);
  const [text, setText] = useState('');

  // What stands in the field counts too: nobody should have to press Enter first.
  const typed = splitSenders(text);
  const checked = [...new Set([...entries, ...typed])].map(checkSender);
  const known = new Set(mailbox.senders.map((sender) => sender.toLowerCase()));
  const added = [...new Set(checked.filter(isNew).map((entry) => entry.sender))];

  function isNew({ sender, problem }: CheckedSender): boolean {
    return !problem && !known.has(sender);
  }

  return {
    entries,
    text,
    setEntries,
    setText,
    clear: () => {
      setEntries([]);
      setText('');
    },
    added,
    /** The whole list as it would be saved. */
    wanted: [...mailbox.senders, ...added],
    /** Half an address is no mistake while it is being typed. */
    problems: entries.map(checkSender).filter((entry) => entry.problem),
    knownAlready: checked.some((entry) => known.has(entry.sender)),
    ready: added.length > 0 && checked.every((entry) => !entry.problem),
  };
}
