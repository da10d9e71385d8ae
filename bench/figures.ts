import { cpus, loadavg, totalmem } from 'node:os';

const GIB = 2 ** 30;

/** The value below which a share 0 … 1 of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? 0;
}

/** The middle of a list; of two middles their mean. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (i: number): number => sorted[i] ?? NaN;
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? at(half) : (at(half - 1) + at(half)) / 2;
}

/** The machine, and how much of it others want: the average number of processes that could run in the last minute. */
export function machine(): string {
  const [cpu] = cpus();
  const { node } = process.versions;
  const memory = Math.round(totalmem() / GIB);
  return `${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}, ${memory} GiB, Node ${node}, ${process.platform}-${process.arch}, load ${load()}`;
}

/** The load of the last minute. */
export function load(): string {
  return loadavg()[0]?.toFixed(1) ?? 'unknown';
}

/** Prints a figure, the value that it is held against, and whether it was reached. */
export function report(what: string, value: number, goal: number, unit: string, side = 'at most'): void {
  const reached = side === 'at most' ? value <= goal : value >= goal;
  console.log(
    `${what}: ${value.toFixed(1)} ${unit} (goal: ${side} ${goal}) ${reached ? 'reached' : 'missed'}`,
  );
}

/** A table in Markdown. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
