const SEPARATOR = /[,;\t\n\v\f\r\u2028\u2029]/;
const LINE_END = /[\n\v\f\r\u2028\u2029]/;

/**
 * Splits pasted text into one piece per sender: at commas, semicolons, tabs and line ends, but not within quotes or angle
 * brackets. Nothing is left out. Text that is not a sender is a piece too, and the server says what is wrong with it.
 */
export function splitSenders(text: string): string[] {
  return split(text, false).flatMap(words);
}

/** The same for text that is being typed. An unfinished piece stays in the field. */
export function splitTyped(text: string): { done: string[]; rest: string } {
  const parts = split(text, true);
  const last = parts.pop() ?? '';
  // A space ends an address, but not a name.
  if (/^[^\s"<]+@[^\s"<]+\.[^\s"<]+\s$/.test(last))
    return { done: [...parts.flatMap(words), last.trim()], rest: '' };
  return { done: parts.flatMap(words), rest: last.trimStart() };
}

function split(text: string, typing: boolean): string[] {
  const parts: string[] = [];
  let start = 0;
  const cut = (end: number, next: number) => {
    parts.push(text.slice(start, end));
    start = next;
  };
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === '"') {
      // An unclosed quote is an ordinary character, unless the text is still being typed.
      at = closingQuote(text, at) ?? (typing ? text.length : at);
    } else if (char === '<') {
      const end = closingBracket(text, at);
      if (end === undefined) continue;
      at = end;
      const follows = text
        .slice(end + 1)
        .trimStart()
        .charAt(0);
      if (follows !== '' && !SEPARATOR.test(follows)) cut(end + 1, end + 1);
    } else if (SEPARATOR.test(char)) {
      cut(at, at + 1);
    }
  }
  parts.push(text.slice(start));
  return parts;
}

function closingQuote(text: string, open: number): number | undefined {
  for (let at = open + 1; at < text.length && !LINE_END.test(text.charAt(at)); at += 1) {
    if (text.charAt(at) === '\\') at += 1;
    else if (text.charAt(at) === '"') return at;
  }
  return undefined;
}

function closingBracket(text: string, open: number): number | undefined {
  for (let at = open + 1; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === '>') return at;
    if (char === '<' || LINE_END.test(char)) return undefined;
  }
  return undefined;
}

/** `a@x.example b@x.example` are two pieces, `Mum mum@x.example` is one. */
function words(part: string): string[] {
  const piece = part.trim();
  if (piece === '') return [];
  if (/["<]/.test(piece)) return [piece];
  const each = piece.split(/\s+/);
  return each.every((word) => word.includes('@')) ? each : [piece];
}
