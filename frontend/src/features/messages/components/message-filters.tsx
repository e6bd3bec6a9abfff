import { ActionIcon, CloseButton, Group, Menu, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconDownload, IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { Mailbox } from '@/lib/api/types';
import type { MessageFilters as Filters } from '../api/list-messages';
import { useSenderOptions } from '../use-sender-options';

type Props = {
  mailbox: Mailbox;
  filters: Filters;
  onChange: (filters: Filters, navigation?: { replace: boolean }) => void;
};

export function MessageFilters({ mailbox, filters, onChange }: Props) {
  const [text, setText] = useState(filters.q ?? '');
  const field = useRef<HTMLInputElement>(null);
  // A search is one step of Back, however many pauses there were while it was typed.
  const typing = useRef(false);
  const sent = useRef(filters.q ?? '');
  const search = useDebouncedCallback((q: string) => {
    sent.current = q.trim();
    onChange(withFilter(filters, 'q', sent.current), { replace: typing.current });
    typing.current = sent.current !== '';
  }, 250);

  // Back and "Clear filters" change the address, and the field follows. Typed text is in the address already.
  useEffect(() => {
    const q = filters.q ?? '';
    if (q === sent.current) return;
    sent.current = q;
    typing.current = false;
    setText(q);
  }, [filters.q]);
  useSlash(field);
  const options = useSenderOptions(mailbox, filters.sender);

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
                sent.current = '';
                typing.current = false;
                onChange(withFilter(filters, 'q', ''));
              }}
            />
          )
        }
        value={text}
        onBlur={() => {
          typing.current = false;
        }}
        onChange={(event) => {
          setText(event.currentTarget.value);
          search(event.currentTarget.value);
        }}
      />
      <NativeSelect
        aria-label="Sender"
        w={{ base: 130, sm: 240 }}
        value={filters.sender ?? ''}
        data={options}
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

/** "/" moves the focus to the search, as in most mail programs, except while typing somewhere else. */
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
        <Menu.Label>Export all saved mail</Menu.Label>
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
