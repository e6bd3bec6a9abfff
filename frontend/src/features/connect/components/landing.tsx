import { Box, Group, Stack, Text, Title } from '@mantine/core';
import { IconEyeOff, IconLock, IconLogin, IconMailCheck, IconPlugConnected } from '@tabler/icons-react';
import { GoogleButton } from '@/components/google-button';
import { Notice } from '@/components/notice';
import classes from './landing.module.css';
import { LandingPreview } from './landing-preview';

const PROMISES = [
  {
    icon: IconMailCheck,
    title: 'Read-only access',
    text: "We ask Google to let us read Gmail (gmail.readonly). Mailkeep can't send, change or delete anything in your mailbox.",
  },
  {
    icon: IconEyeOff,
    title: 'Never a message body',
    text: 'Only headers and the short preview are kept, and only for senders you choose. Other mail is never opened.',
  },
  {
    icon: IconLock,
    title: 'Your token, encrypted',
    text: 'We encrypt it on this server before it reaches the database, and revoke it at Google when you disconnect.',
  },
  {
    icon: IconPlugConnected,
    title: 'No silent gaps',
    text: "Restarts and Google's limits never leave a hole. If access ends, we tell you right away and say why.",
  },
];

type Props = {
  /** The page that was opened needs a person who is signed in. */
  returning?: boolean;
};

export function Landing({ returning }: Props) {
  return (
    <Box className={classes.root}>
      {returning && (
        <Box className={classes.returning}>
          <Notice
            tone="calm"
            icon={IconLogin}
            title="Sign in to see this page"
            role="status"
            action={
              <GoogleButton purpose="signin" size="sm">
                Sign in to continue
              </GoogleButton>
            }
          >
            You are not signed in, or your session has ended. We bring you back here afterwards.
          </Notice>
        </Box>
      )}
      <div className={classes.top}>
        <Stack gap="lg" className={classes.hero}>
          <Title order={1} className={classes.title}>
            Keep the mail from people who matter.
          </Title>
          <Text fz="lg" c="dimmed" maw="58ch" lh={1.6}>
            Mailkeep saves the headers and preview of every message from the senders you choose, past and
            future, into your own PostgreSQL, and tells you right away if anything goes wrong.
          </Text>
          <Group gap="sm">
            <GoogleButton purpose="connect" size="md">
              Connect Gmail
            </GoogleButton>
            <GoogleButton purpose="signin" size="md" variant="default">
              Sign in
            </GoogleButton>
          </Group>
          <Text fz="sm" c="dimmed">
            Already connected? Sign in. We only ask Google for your email address.
          </Text>
        </Stack>
        <LandingPreview />
      </div>
      <Box component="ul" className={classes.promises} aria-label="What Mailkeep promises">
        {PROMISES.map(({ icon: Glyph, title, text }) => (
          <li key={title} className={classes.promise}>
            <Glyph size={22} stroke={1.6} className={classes.icon} aria-hidden="true" />
            <div>
              <Text component="h2" fw={600} fz="sm">
                {title}
              </Text>
              <Text fz="sm" c="dimmed" mt={3}>
                {text}
              </Text>
            </div>
          </li>
        ))}
      </Box>
    </Box>
  );
}
