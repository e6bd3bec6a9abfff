import { IconCloudOff } from '@tabler/icons-react';
import { useLostSince } from '@/lib/api/connection';
import { clockOf } from '@/lib/format';
import { Notice } from './notice';

/** Says that the server does not answer, so that nothing on the page passes for the present. */
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
      What you see was true then. What is saved is safe, and this page keeps trying.
    </Notice>
  );
}
