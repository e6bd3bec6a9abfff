import { Button, type ButtonProps } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { leaveForGoogle } from '@/lib/api/leave-for-google';
import type { Purpose } from '@/lib/api/types';
import { tellProblem } from './tell';

type Props = ButtonProps & { purpose: Purpose; mailboxId?: string; email?: string };

/** Sends the browser to Google. It stays busy after success: the page is about to go away. */
export function GoogleButton({ purpose, mailboxId, email, ...button }: Props) {
  const leave = useMutation({
    mutationFn: () => leaveForGoogle(purpose, mailboxId, email),
    onError: tellProblem,
  });
  return <Button loading={leave.isPending || leave.isSuccess} onClick={() => leave.mutate()} {...button} />;
}
