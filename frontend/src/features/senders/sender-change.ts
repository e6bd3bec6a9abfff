import type { RemovedMail } from './api/change-senders';

/** A change of the senders, independent of the list that it is applied to. */
export type SenderChange = { add: string[]; remove: string[]; removedMail?: RemovedMail };

export function applied(senders: string[], { add, remove }: SenderChange): string[] {
  return [...new Set([...senders, ...add])].filter((sender) => !remove.includes(sender));
}

/** The change that leads from one list to another. */
export function between(before: string[], after: string[]): SenderChange {
  return {
    add: after.filter((sender) => !before.includes(sender)),
    remove: before.filter((sender) => !after.includes(sender)),
  };
}

export const isEmpty = ({ add, remove }: SenderChange) => add.length === 0 && remove.length === 0;
