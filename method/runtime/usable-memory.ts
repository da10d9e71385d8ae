import { totalmem } from 'node:os';

/**
 * Bytes of memory that this process may use: the machine's, or less where its control group, a container say, has a limit.
 * @param constrained the limit as Node tells it: 0, or more than the machine has, where there is none
 */
export function usableMemory(
  constrained: number = process.constrainedMemory(),
  total: number = totalmem(),
): number {
  return constrained > 0 ? Math.min(constrained, total) : total;
}
