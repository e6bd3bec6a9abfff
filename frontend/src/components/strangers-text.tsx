import { shown } from '@/lib/strangers';

/** Text that a stranger wrote, apart from the text around it: neither its direction nor its control characters reach out. */
export function StrangersText({ children }: { children: string | undefined }) {
  return children ? <bdi>{shown(children)}</bdi> : null;
}
