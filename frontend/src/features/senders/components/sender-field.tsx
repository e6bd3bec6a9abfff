import { Pill, PillsInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ClipboardEvent, KeyboardEvent, ReactNode } from 'react';
import type { SenderReading } from '@/lib/api/types';
import { visibleText } from '@/lib/untrusted-text';
import { splitSenders, splitTyped } from '../split-senders';
import classes from './sender-field.module.css';

type Props = {
  entries: string[];
  readingOf: (entry: string) => SenderReading | undefined;
  text: string;
  error: ReactNode;
  onEntries: (entries: string[]) => void;
  onText: (text: string) => void;
};

/** Pasted text with one of these is split at once. A single address stays in the field. */
const SEVERAL = /[\s,;]/;

/** A field that turns typed or pasted text into entries, one for each sender. */
export function SenderField({ entries, readingOf, text, error, onEntries, onText }: Props) {
  const take = (pieces: string[], rest: string) => {
    if (pieces.length > 0) onEntries([...new Set([...entries, ...pieces])]);
    onText(rest);
  };
  const add = (more: string) => take(splitSenders(more), '');
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter' && text.trim() !== '') {
      event.preventDefault();
      add(text);
    }
    if (event.key === 'Backspace' && text === '') onEntries(entries.slice(0, -1));
  };
  const onPaste = (event: ClipboardEvent<HTMLInputElement>) => {
    const pasted = event.clipboardData.getData('text');
    if (!SEVERAL.test(pasted.trim())) return;
    event.preventDefault();
    add(`${text}\n${pasted}`);
  };
  return (
    <PillsInput
      label="Senders"
      description="Addresses such as boss@corp.example, or whole domains such as @list.example. Paste as many as you like."
      error={error}
    >
      <Pill.Group>
        {entries.map((entry) => {
          const reading = readingOf(entry);
          const bad = reading?.problem !== undefined;
          return (
            <Pill
              key={entry}
              className={classes.pill}
              data-bad={bad || undefined}
              withRemoveButton
              removeButtonProps={{
                'aria-label': `Take out ${visibleText(entry)}`,
                'aria-hidden': false,
                tabIndex: 0,
              }}
              onRemove={() => onEntries(entries.filter((each) => each !== entry))}
            >
              {bad && (
                <IconAlertTriangle size={13} className={classes.sign} role="img" aria-label="Not valid:" />
              )}
              <bdi>{visibleText(reading?.sender ?? entry)}</bdi>
            </Pill>
          );
        })}
        <PillsInput.Field
          value={text}
          placeholder={entries.length === 0 ? 'boss@corp.example, @list.example' : undefined}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          inputMode="email"
          onChange={({ currentTarget: { value } }) => {
            const { done, rest } = splitTyped(value);
            take(done, rest);
          }}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          onBlur={() => text.trim() !== '' && add(text)}
        />
      </Pill.Group>
    </PillsInput>
  );
}
