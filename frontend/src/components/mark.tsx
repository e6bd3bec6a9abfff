import type { ReactNode } from 'react';
import classes from './mark.module.css';

/** A small word or number beside something else. */
export function Mark({ children }: { children: ReactNode }) {
  return <span className={`${classes.mark} mk-numbers`}>{children}</span>;
}
