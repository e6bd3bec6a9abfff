import { notifications } from '@mantine/notifications';
import { asProblem } from '@/lib/api/problem';

/** Says in a corner that something was done. */
export function tell(title: string, message = ''): void {
  notifications.show({ title, message, color: 'pine' });
}

/** Says in a corner why something was not done. */
export function tellProblem(error: unknown): void {
  const problem = asProblem(error);
  notifications.show({ title: problem.title, message: problem.message, color: 'red', autoClose: 10_000 });
}
