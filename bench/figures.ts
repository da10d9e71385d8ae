import { cpus, loadavg } from 'node:os';

/** The value below which a share 0 … 1 of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? 0;
}

/** The machine, and how much of it others want: the average number of processes that could run in the last minute. */
export function machine(): string {
  const [cpu] = cpus();
  return `${cpus().length} × ${cpu?.model ?? 'unknown'}, Node ${process.version}, load ${load()}`;
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
