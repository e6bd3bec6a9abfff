import { Pill, PillsInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ClipboardEvent, KeyboardEvent, ReactNode } from 'react';
import { checkSender, splitSenders } from '../sender-pattern';
import classes from './sender-field.module.css';

type Props = {
  entries: string[];
  text: string;
  error: ReactNode;
  onEntries: (entries: string[]) => void;
  onText: (text: string) => void;
};

const SEPARATOR = /[\s,;]/;

/** A field that turns what is typed or pasted into entries, one for each sender. */
export function SenderField({ entries, text, error, onEntries, onText }: Props) {
  const add = (more: string) => {
    onEntries([...new Set([...entries, ...splitSenders(more)])]);
    onText('');
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter' && text.trim() !== '') {
      event.preventDefault();
      add(text);
    }
    if (event.key === 'Backspace' && text === '') onEntries(entries.slice(0, -1));
  };
  const onPaste = (event: ClipboardEvent<HTMLInputElement>) => {
    const pasted = event.clipboardData.getData('text');
    if (!SEPARATOR.test(pasted.trim())) return;
    event.preventDefault();
    add(`${text} ${pasted}`);
  };
  return (
    <PillsInput
      label="Senders"
      description="Addresses such as boss@corp.example, or whole domains such as @list.example. Paste as many as you like."
      error={error}
    >
      <Pill.Group>
        {entries.map((entry) => {
          const bad = checkSender(entry).problem !== undefined;
          return (
            <Pill
              key={entry}
              className={classes.pill}
              data-bad={bad || undefined}
              withRemoveButton
              removeButtonProps={{ 'aria-label': `Take out ${entry}`, 'aria-hidden': false, tabIndex: 0 }}
              onRemove={() => onEntries(entries.filter((each) => each !== entry))}
            >
              {bad && (
                <IconAlertTriangle size={13} className={classes.sign} role="img" aria-label="Not valid:" />
              )}
              {entry}
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
          onChange={({ currentTarget: { value } }) =>
            SEPARATOR.test(value) && value.trim() !== '' ? add(value) : onText(value.trimStart())
          }
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          onBlur={() => text.trim() !== '' && add(text)}
        />
      </Pill.Group>
    </PillsInput>
  );
}
