import { Tabs } from '@mantine/core';
import { useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import { Mark } from '@/components/mark';
import { ActivityPanel } from '@/features/activity/components/activity-panel';
import { SettingsPanel } from '@/features/mailboxes/components/settings-panel';
import {
  type MessageSearch,
  MessagesPanel,
  type Navigation,
} from '@/features/messages/components/messages-panel';
import { SendersPanel } from '@/features/senders/components/senders-panel';
import type { Mailbox } from '@/lib/api/types';
import { count } from '@/lib/format';
import { TABS, type Tab } from './mailbox-search';
import classes from './mailbox-tabs.module.css';

const NAMES: Record<Tab, string> = {
  messages: 'Messages',
  senders: 'Senders',
  activity: 'Activity',
  settings: 'Settings',
};

export function MailboxTabs({ mailbox }: { mailbox: Mailbox }) {
  const search = useSearch({ from: '/mailboxes/$id' });
  const navigate = useNavigate({ from: '/mailboxes/$id' });
  // Without a sender there is only one thing to do: choose some.
  const shown =
    search.tab ?? (mailbox.senders.length === 0 && mailbox.messages === 0 ? 'senders' : 'messages');
  const show = (tab: Tab) => navigate({ search: { tab }, resetScroll: false });
  const router = useRouter();
  const onSearch = (change: MessageSearch, navigation: Navigation = {}) => {
    // A message that was opened from the list is one history entry ahead of it. One that a link opened is not.
    if (navigation.back && router.state.location.state.openedHere) return router.history.back();
    void navigate({
      search: { tab: 'messages', ...change },
      resetScroll: false,
      replace: Boolean(navigation.replace || navigation.back),
      state: change.message ? { openedHere: true } : {},
    });
  };

  return (
    <Tabs
      value={shown}
      onChange={(value) => void show(TABS.find((name) => name === value) ?? 'messages')}
      keepMounted={false}
    >
      <Tabs.List className={classes.list} aria-label="Mailbox">
        {TABS.map((name) => (
          <Tabs.Tab key={name} value={name} rightSection={<Count of={counts(mailbox)[name]} />}>
            {NAMES[name]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="messages" pt="md">
        <MessagesPanel
          mailbox={mailbox}
          search={search}
          onSearch={onSearch}
          onChooseSenders={() => void show('senders')}
        />
      </Tabs.Panel>
      {/* Named by its heading, because the field in it is called "Senders". */}
      <Tabs.Panel value="senders" pt="md" className={classes.stack} aria-labelledby="whose-mail">
        <SendersPanel mailbox={mailbox} onStarted={() => void show('messages')} />
      </Tabs.Panel>
      <Tabs.Panel value="activity" pt="md">
        <ActivityPanel mailboxId={mailbox.id} />
      </Tabs.Panel>
      <Tabs.Panel value="settings" pt="md">
        <SettingsPanel mailbox={mailbox} />
      </Tabs.Panel>
    </Tabs>
  );
}

const counts = (mailbox: Mailbox): Partial<Record<Tab, number>> => ({
  messages: mailbox.messages,
  senders: mailbox.senders.length,
  activity: mailbox.quarantined,
});

function Count({ of }: { of: number | undefined }) {
  if (!of) return null;
  return <Mark>{count(of)}</Mark>;
}
