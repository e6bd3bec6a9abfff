import { IconCloudOff } from '@tabler/icons-react';
import { useLostSince } from '@/lib/api/connection';
import { clockOf } from '@/lib/format';
import { Notice } from './notice';

/** Says that the server does not answer, so that nobody takes the page for up to date. */
export function ConnectionNotice() {
  const since = useLostSince();
  if (since === undefined) return null;
  return (
    <Notice
      tone="warn"
      icon={IconCloudOff}
      title={`No answer from Mailkeep since ${clockOf(since)}`}
      role="alert"
    >
      This page shows what was true then. Your saved mail is safe, and the page keeps trying.
    </Notice>
  );
}
