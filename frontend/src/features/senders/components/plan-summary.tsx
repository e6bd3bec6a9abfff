import { Loader, Text } from '@mantine/core';
import { IconListSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Notice } from '@/components/notice';
import { asProblem } from '@/lib/api/problem';
import type { Plan } from '@/lib/api/types';
import { count, counted } from '@/lib/format';
import { planQuery } from '../api/plan-senders';

type Props = { mailboxId: string; senders: string[]; upToDate: boolean };

/** What importing these senders will cost, shown before anything is stored. */
export function PlanSummary({ mailboxId, senders, upToDate }: Props) {
  const plan = useQuery({ ...planQuery(mailboxId, senders), enabled: upToDate });
  if (plan.isError) {
    return (
      <Text fz="sm" c="dimmed" role="status">
        Couldn't estimate the size ({asProblem(plan.error).title.toLowerCase()}). You can still start.
      </Text>
    );
  }
  if (!upToDate || !plan.data) {
    return (
      <Text fz="sm" c="dimmed" role="status">
        <Loader size={14} mr={8} display="inline-block" aria-hidden="true" />
        Asking Gmail how much there is…
      </Text>
    );
  }
  return (
    <Notice tone="good" icon={IconListSearch} title={planTitle(plan.data)} role="status">
      {plan.data.messages === 0
        ? 'New mail is saved as it arrives.'
        : `${planCost(plan.data)} You can close the page in the meantime.`}
    </Notice>
  );
}

function planTitle({ messages, exact }: Plan): string {
  if (messages === 0 && exact) return 'Nothing to import: no mail from them so far';
  return `${exact ? 'About' : 'At least'} ${counted(messages, 'message')} to save`;
}

function planCost({ minutes, units, exact }: Plan): string {
  const least = exact ? 'About' : 'At least';
  return `${least} ${counted(Math.max(1, Math.ceil(minutes)), 'minute')}, ${count(units)} of Google's quota units.`;
}
