import { Box, Button, Center, Loader, Skeleton, Stack } from '@mantine/core';
import { IconArrowUp } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { ProblemCard } from '@/components/problem-card';
import { keys } from '@/lib/api/keys';
import type { Mailbox, Message } from '@/lib/api/types';
import { count } from '@/lib/format';
import { usePollInterval } from '@/lib/live/live-updates';
import { messagePagesQuery } from '../api/list-messages';
import { edgesQuery } from '../api/refresh-edges';
import { flatten } from '../merge-pages';
import { useArrivals } from '../use-arrivals';
import { MessageDetail } from './message-detail';
import { MessageFilters } from './message-filters';
import { MessageRows } from './message-rows';
import classes from './messages-panel.module.css';
import { NoMessages } from './no-messages';

/**
 * `replace`: replaces the present history entry, for instance that of a half-typed word. `back`: goes back to the entry
 * before, so that the person does not have to press Back for it as well.
 */
export type Navigation = { replace?: boolean; back?: boolean };

export type MessageSearch = { q?: string; sender?: string; message?: string };

type Props = {
  mailbox: Mailbox;
  search: MessageSearch;
  /** Puts filters, or the open message, into the address. */
  onSearch: (change: MessageSearch, navigation?: Navigation) => void;
  onChooseSenders: () => void;
};

export function MessagesPanel({ mailbox, search, onSearch, onChooseSenders }: Props) {
  const client = useQueryClient();
  const { q, sender } = search;
  const filters = useMemo(() => ({ ...(q ? { q } : {}), ...(sender ? { sender } : {}) }), [q, sender]);
  const pages = useInfiniteQuery(messagePagesQuery(mailbox.id, filters));
  const poll = usePollInterval();
  const openedAt = pages.data ? pages.dataUpdatedAt : 0;
  useQuery({
    ...edgesQuery(client, mailbox.id, filters),
    enabled: pages.isSuccess,
    // The first page was read a moment ago, so the edges can wait.
    initialData: pages.isSuccess ? openedAt : undefined,
    initialDataUpdatedAt: openedAt,
    staleTime: 30_000,
    refetchInterval: mailbox.status === 'IMPORTING' ? 3000 : poll,
  });

  useRereadAfterImport(mailbox);

  const all = useMemo(() => flatten(pages.data), [pages.data]);
  const { shown, held, isFresh } = useArrivals(all, JSON.stringify([mailbox.id, filters]));
  const opened = all.find((message) => message.messageId === search.message);
  const { hasNextPage, isFetching, fetchNextPage } = pages;
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  const open = (message: Message) => onSearch({ ...filters, message: message.messageId });
  const clear = () => onSearch({});

  return (
    <Stack gap="md">
      <MessageFilters mailbox={mailbox} filters={filters} onChange={onSearch} />
      {held > 0 && (
        <Button
          className={classes.pill}
          radius="xl"
          leftSection={<IconArrowUp size={16} aria-hidden="true" />}
          onClick={() => window.scrollTo({ top: 0, behavior: 'instant' })}
        >
          {count(held)} new
        </Button>
      )}
      <Box className="mk-surface">
        {pages.isPending && <Rows />}
        {pages.isError && all.length === 0 && (
          <Box p="md">
            <ProblemCard error={pages.error} onRetry={() => void pages.refetch()} />
          </Box>
        )}
        {pages.isSuccess && all.length === 0 && (
          <NoMessages
            mailbox={mailbox}
            filtered={Boolean(q || sender)}
            onClear={clear}
            onChooseSenders={onChooseSenders}
          />
        )}
        {shown.length > 0 && (
          <MessageRows
            messages={shown}
            complete={!hasNextPage}
            isFresh={isFresh}
            onOpen={open}
            onEnd={onEnd}
          />
        )}
        {pages.isFetchingNextPage && (
          <Center p="md" role="status" aria-label="Loading older messages">
            <Loader size="sm" type="dots" aria-hidden="true" />
          </Center>
        )}
      </Box>
      <MessageDetail
        mailboxId={mailbox.id}
        messageId={search.message}
        listed={opened}
        onClose={() => onSearch(filters, { back: true })}
      />
    </Stack>
  );
}

/** An import stores out of order, so the whole list is read again when it ends. */
function useRereadAfterImport({ id, status }: Mailbox) {
  const client = useQueryClient();
  const before = useRef(status);
  useEffect(() => {
    if (before.current === 'IMPORTING' && status !== 'IMPORTING') {
      void client.invalidateQueries({ queryKey: keys.messagePages(id) });
    }
    before.current = status;
  }, [client, id, status]);
}

function Rows() {
  return (
    <Stack p="md" gap="lg" role="status" aria-label="Loading messages">
      {['80%', '65%', '90%', '70%', '75%', '60%'].map((width) => (
        <Skeleton key={width} h={14} w={width} />
      ))}
    </Stack>
  );
}
