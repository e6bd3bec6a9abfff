/** A sender as it is written down, or why it is none. */
export type CheckedSender = { sender: string; problem?: string };

const LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$/u;
const LOCAL = /^[^\s"(),:;<>@[\]\\]{1,64}$/;

/** Takes text apart: commas, semicolons, spaces and new lines separate; `Name <address>` gives the address. */
export function splitSenders(text: string): string[] {
  const named = text.includes('<');
  return text
    .split(/[\s,;]+/)
    .filter((part) => part !== '' && (!named || part.includes('@')))
    .map((part) => part.replace(/^<|>$/g, ''));
}

/** Checks one sender: an address (`boss@corp.example`) or a domain with its at sign (`@list.example`). */
export function checkSender(entered: string): CheckedSender {
  const sender = entered.trim().toLowerCase();
  const at = sender.lastIndexOf('@');
  if (at < 0) {
    return { sender, problem: `Write an address, or @${sender || 'list.example'} for everyone at a domain.` };
  }
  const local = sender.slice(0, at);
  const domain = sender.slice(at + 1);
  if (local.includes('*'))
    return { sender, problem: `There are no wildcards: write @${domain} for everyone there.` };
  const domainProblem = checkDomain(domain);
  if (domainProblem) return { sender, problem: domainProblem };
  if (local === '') return { sender };
  if (!LOCAL.test(local) || local.startsWith('.') || local.endsWith('.') || local.includes('..')) {
    return { sender, problem: 'The part before the @ is not valid.' };
  }
  return { sender };
}

function checkDomain(domain: string): string | undefined {
  if (domain === '') return 'The domain after the @ is missing.';
  if (/[*?]/.test(domain)) return 'There are no wildcards: @list.example means everyone at list.example.';
  const labels = domain.split('.');
  if (labels.length < 2) return 'The domain needs a dot, as in corp.example.';
  if (domain.length > 253 || !labels.every((label) => LABEL.test(label))) return 'The domain is not valid.';
  return undefined;
}
