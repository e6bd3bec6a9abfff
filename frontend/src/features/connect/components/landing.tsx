import { Box, Group, Stack, Text, Title } from '@mantine/core';
import { IconEyeOff, IconLock, IconMailCheck, IconPlugConnected } from '@tabler/icons-react';
import { GoogleButton } from '@/components/google-button';
import classes from './landing.module.css';
import { LandingPreview } from './landing-preview';

const PROMISES = [
  {
    icon: IconMailCheck,
    title: 'Read-only access',
    text: 'Google is asked for gmail.readonly. Mailkeep cannot send, change or delete anything in your mailbox.',
  },
  {
    icon: IconEyeOff,
    title: 'Never a message body',
    text: 'Header data and the short snippet are kept, of the senders you choose only. Other mail is never opened.',
  },
  {
    icon: IconLock,
    title: 'Your token, encrypted',
    text: 'It is encrypted before it reaches the database, on this server, and revoked at Google when you disconnect.',
  },
  {
    icon: IconPlugConnected,
    title: 'No silent gaps',
    text: 'Restarts, rate limits and expired cursors are made up for. If access ends you are told at once, and why.',
  },
];

export function Landing() {
  return (
    <Box className={classes.root}>
      <div className={classes.top}>
        <Stack gap="lg" className={classes.hero}>
          <Title order={1} className={classes.title}>
            Keep the mail of the people who matter.
          </Title>
          <Text fz="lg" c="dimmed" maw="58ch" lh={1.6}>
            Mailkeep copies every message of the senders that you choose, past and future, into your own
            PostgreSQL, and says so at once when it can't.
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
            Connected before? <em>Sign in</em> asks Google for nothing but your address.
          </Text>
        </Stack>
        <LandingPreview />
      </div>
      <Box component="ul" className={classes.promises} aria-label="What Mailkeep asks of Google">
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
