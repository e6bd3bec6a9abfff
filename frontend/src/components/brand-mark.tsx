import { Group, Text } from '@mantine/core';
import classes from './brand-mark.module.css';

/** An envelope that is also the keep of a castle. */
export function BrandMark({ size = 26 }: { size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 32 32"
      fill="none"
      aria-hidden="true"
      className={classes.mark}
    >
      <path
        className={classes.wall}
        d="M4 5.5A1.5 1.5 0 0 1 5.5 4h3A1.5 1.5 0 0 1 10 5.5V8h3V5.5A1.5 1.5 0 0 1 14.5 4h3A1.5 1.5 0 0 1 19 5.5V8h3V5.5A1.5 1.5 0 0 1 23.5 4h3A1.5 1.5 0 0 1 28 5.5V25a3 3 0 0 1-3 3H7a3 3 0 0 1-3-3z"
      />
      <path
        className={classes.flap}
        d="m8.5 14.5 7.5 6 7.5-6"
        strokeWidth="2.4"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

export function Brand() {
  return (
    <Group gap={9} wrap="nowrap">
      <BrandMark />
      <Text component="span" fw={680} fz={17} lts="-0.02em">
        Mailkeep
      </Text>
    </Group>
  );
}
