import { ActionIcon, CloseButton, Group, Menu, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconDownload, IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { Mailbox } from '@/lib/api/types';
import type { MessageFilters as Filters } from '../api/list-messages';

type Props = { mailbox: Mailbox; filters: Filters; onChange: (filters: Filters) => void };

export function MessageFilters({ mailbox, filters, onChange }: Props) {
  const [text, setText] = useState(filters.q ?? '');
  const field = useRef<HTMLInputElement>(null);
  const search = useDebouncedCallback((q: string) => onChange(withFilter(filters, 'q', q.trim())), 250);

  // Back, or "Clear filters", changes the address; the field follows unless someone is typing in it.
  useEffect(() => {
    if (document.activeElement !== field.current) setText(filters.q ?? '');
  }, [filters.q]);
  useSlash(field);

  return (
    <Group gap="sm" wrap="nowrap" align="flex-end">
      <TextInput
        ref={field}
        flex={1}
        miw={0}
        type="search"
        aria-label="Search messages"
        placeholder="Search"
        leftSection={<IconSearch size={16} stroke={1.8} aria-hidden="true" />}
        rightSection={
          text && (
            <CloseButton
              size="sm"
              aria-label="Clear search"
              onClick={() => {
                setText('');
                onChange(withFilter(filters, 'q', ''));
              }}
            />
          )
        }
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          search(event.currentTarget.value);
        }}
      />
      <NativeSelect
        aria-label="Sender"
        w={{ base: 130, sm: 240 }}
        value={filters.sender ?? ''}
        data={[
          { value: '', label: 'All senders' },
          ...mailbox.senders.map((sender) => ({ value: sender, label: sender })),
        ]}
        onChange={(event) => onChange(withFilter(filters, 'sender', event.currentTarget.value))}
      />
      <ExportMenu id={mailbox.id} />
    </Group>
  );
}

function withFilter(filters: Filters, name: keyof Filters, value: string): Filters {
  const { [name]: _, ...others } = filters;
  return value ? { ...others, [name]: value } : others;
}

/** "/" goes to the search, as in most mail programs; not while typing somewhere else. */
function useSlash(field: React.RefObject<HTMLInputElement | null>) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const typing = event.target instanceof Element && event.target.closest('input, textarea, select');
      if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      if (document.querySelector('[role="dialog"]')) return;
      event.preventDefault();
      field.current?.focus();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [field]);
}

function ExportMenu({ id }: { id: string }) {
  const href = (format: string) => `/api/mailboxes/${encodeURIComponent(id)}/export?format=${format}`;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size={36} aria-label="Export">
          <IconDownload size={17} stroke={1.8} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Export everything stored</Menu.Label>
        <Menu.Item component="a" href={href('jsonl')} download>
          JSON Lines
        </Menu.Item>
        <Menu.Item component="a" href={href('csv')} download>
          CSV
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
