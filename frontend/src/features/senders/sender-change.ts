import type { RemovedMail } from './api/change-senders';

/** What somebody wants changed, whatever the list is by then. */
export type SenderChange = { add: string[]; remove: string[]; removedMail?: RemovedMail };

export function applied(senders: string[], { add, remove }: SenderChange): string[] {
  return [...new Set([...senders, ...add])].filter((sender) => !remove.includes(sender));
}

/** What became of a list: the change that leads from the one to the other. */
export function between(before: string[], after: string[]): SenderChange {
  return {
    add: after.filter((sender) => !before.includes(sender)),
    remove: before.filter((sender) => !after.includes(sender)),
  };
}

export const isNothing = ({ add, remove }: SenderChange) => add.length === 0 && remove.length === 0;
