// Overrides and embeddings turn letters round within the text itself: `moc.live` shown as `evil.com`. The marks that
// right-to-left writing needs (U+200E, U+200F, U+061C) stay; natural direction does the rest.
const DIRECTION = /[\u202A-\u202E\u2066-\u2069]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const CONTROL = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u2028\u2029\uFFF9-\uFFFB]/g;

/** Text that a stranger wrote, as it may be shown: without characters that are seen only in what they do to others. */
export function shown(text: string): string {
  return text.replace(DIRECTION, '').replace(CONTROL, '');
}
