import { clock, fromNow, fullDate, listDate, shortAgo, timeLeft, upTo } from '@/lib/format';
import { useNow } from '@/lib/use-now';

type Shape = 'ago' | 'short' | 'list' | 'left' | 'clock' | 'up-to';

/** An instant in words, with the exact time as its title. */
export function Moment({ at, as = 'ago' }: { at: string; as?: Shape }) {
  const near = as === 'left' || Math.abs(Date.now() - Date.parse(at)) < 90_000;
  const now = useNow(near ? 1 : 10);
  return (
    <time dateTime={at} title={fullDate(at)} className="mk-numbers">
      {said(as, at, now)}
    </time>
  );
}

function said(as: Shape, at: string, now: number): string {
  if (as === 'list') return listDate(at, now);
  if (as === 'left') return timeLeft(at, now);
  if (as === 'clock') return clock(at);
  if (as === 'short') return shortAgo(at, now);
  if (as === 'up-to') return upTo(at, now);
  return fromNow(at, now);
}
