import { visibleText } from '@/lib/untrusted-text';

/** Text from a sender, isolated: neither its direction nor its control characters affect the text around it. */
export function UntrustedText({ children }: { children: string | undefined }) {
  return children ? <bdi>{visibleText(children)}</bdi> : null;
}
