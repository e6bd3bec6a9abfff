import { Button, type ButtonProps } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { NextAction } from '@/lib/api/types';
import { GoogleButton } from './google-button';

type Props = ButtonProps & { action: NextAction; mailboxId?: string; onRetry?: () => void };

/** The next step that the server or a problem offers. */
export function NextActionButton({ action, mailboxId, onRetry, ...button }: Props) {
  if (action.kind === 'open') return <OpenButton action={action} {...button} />;
  if (action.kind === 'retry') {
    return (
      <Button onClick={onRetry ?? (() => window.location.reload())} {...button}>
        {action.label}
      </Button>
    );
  }
  const mailbox = action.mailboxId ?? mailboxId;
  // The mailbox to reconnect is chosen on its own page.
  if (action.kind === 'reconnect' && !mailbox) return <OpenButton action={action} {...button} />;
  return (
    <GoogleButton purpose={action.kind} mailboxId={mailbox} email={action.email} {...button}>
      {action.label}
    </GoogleButton>
  );
}

function OpenButton({ action, ...button }: ButtonProps & { action: NextAction }) {
  const href = action.href ?? '/';
  if (href.startsWith('https://')) {
    return (
      <Button component="a" href={href} target="_blank" rel="noopener noreferrer" {...button}>
        {action.label}
      </Button>
    );
  }
  // Anything else must be a path of this app: `//host` and `javascript:` are not.
  const to = /^\/(?![/\\])/.test(href) ? href : '/';
  return (
    <Button component={Link} to={to} {...button}>
      {action.label}
    </Button>
  );
}
