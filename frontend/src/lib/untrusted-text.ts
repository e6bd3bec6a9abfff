// Overrides and embeddings reverse letters within the text itself, so that `moc.live` shows as `evil.com`. The marks that
// right-to-left writing needs (U+200E, U+200F, U+061C) stay.
const DIRECTION = /[\u202A-\u202E\u2066-\u2069]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the expression is there to find them.
const CONTROL = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u2028\u2029\uFFF9-\uFFFB]/g;

/** Text from a sender without invisible characters that change the text around them. */
export function visibleText(text: string): string {
  return text.replace(DIRECTION, '').replace(CONTROL, '');
}
