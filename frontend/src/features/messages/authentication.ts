import type { Message } from '@/lib/api/types';

/**
 * Whether Gmail verified that the message is from its sender: its `Authentication-Results` (RFC 8601) name `dmarc=pass`, the one
 * result that is about the From header, for the sender's domain. Other results, and other servers' headers, prove nothing.
 */
export function isSenderVerified({ authentication = '', senderEmail, fromAnomaly }: Message): boolean {
  const [server, ...results] = withoutCommentsAndQuotes(authentication).split(';');
  if (fromAnomaly || server?.trim().split(/\s/)[0] !== 'mx.google.com') return false;
  const dmarc = results
    .map((result) => result.trim().toLowerCase())
    .filter((each) => /^dmarc\s*=/.test(each));
  const domain = senderEmail.slice(senderEmail.lastIndexOf('@') + 1).toLowerCase();
  return dmarc.length === 1 && dmarc.every((result) => passes(result, domain));
}

function passes(result: string, domain: string): boolean {
  const of = /\sheader\.from\s*=\s*(\S+)/.exec(result)?.[1];
  return /^dmarc\s*=\s*pass(\s|$)/.test(result) && (of === undefined || of === domain);
}

/** A sender chooses what stands in comments and quoted strings, semicolons included. */
function withoutCommentsAndQuotes(header: string): string {
  let rest = '';
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < header.length; at += 1) {
    const char = header.charAt(at);
    if (char === '\\') at += 1;
    else if (quoted) quoted = char !== '"';
    else if (char === '"') quoted = true;
    else if (char === '(') depth += 1;
    else if (char === ')') depth = Math.max(0, depth - 1);
    else if (depth === 0) rest += char;
  }
  return rest;
}
