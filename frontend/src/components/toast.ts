import { notifications } from '@mantine/notifications';
import { asProblem } from '@/lib/api/problem';

/** Shows in a corner that something was done. */
export function toast(title: string, message = ''): void {
  notifications.show({ title, message, color: 'pine' });
}

/** Shows in a corner why something failed. */
export function toastProblem(error: unknown): void {
  const problem = asProblem(error);
  notifications.show({ title: problem.title, message: problem.message, color: 'red', autoClose: 10_000 });
}
