import type { Message } from '@/lib/api/types';

/** What happened to a message at Gmail since it was stored here. */
export function marksOf(message: Message): string[] {
  const marks: string[] = [];
  if (message.deletedAt) marks.push('Deleted at Gmail');
  if (message.labels.includes('TRASH')) marks.push('In trash');
  if (message.labels.includes('SPAM')) marks.push('In spam');
  return marks;
}
