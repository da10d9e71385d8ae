import type { Interval } from './statistics.ts';

/** Up to this far apart scores count as equal. */
export const EQUAL_WITHIN = 0.01;

/** Whether two rows count as equal by a paired difference: its interval includes 0, or stays within a margin of it. */
export const isEquivalent = ({ low, high }: Pick<Interval, 'low' | 'high'>, margin = EQUAL_WITHIN): boolean =>
  (low <= 0 && high >= 0) || (low >= -margin && high <= margin);
