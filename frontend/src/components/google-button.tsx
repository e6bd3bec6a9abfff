import { Button, type ButtonProps } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { goToGoogle } from '@/lib/api/go-to-google';
import type { Purpose } from '@/lib/api/types';
import { toastProblem } from './toast';

type Props = ButtonProps & { purpose: Purpose; mailboxId?: string; email?: string };

/** Sends the browser to Google. It stays busy after success, because the page is about to go away. */
export function GoogleButton({ purpose, mailboxId, email, ...button }: Props) {
  const leave = useMutation({
    mutationFn: () => goToGoogle(purpose, mailboxId, email),
    onError: toastProblem,
  });
  return <Button loading={leave.isPending || leave.isSuccess} onClick={() => leave.mutate()} {...button} />;
}
