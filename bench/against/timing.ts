import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { median } from '../figures.ts';
import type { Case, Peak, Side } from '../sides/side.ts';

/** Medians over rounds of one side. */
export interface Timing {
  /** By the clock. */
  readonly seconds: number;
  /** Of processor, all threads together: what other programs on the machine change least. */
  readonly processor: number;
  readonly loadSeconds: number;
  readonly peak: Peak;
}

/** The same case on several sides, and how busy other programs kept the machine meanwhile: 0 is not at all, 1 all processors. */
export interface Beside<N extends string> {
  readonly timings: Readonly<Partial<Record<N, Timing>>>;
  readonly others: number;
}

/** Linux's USER_HZ, in which /proc/stat counts. */
const TICKS_A_SECOND = 100;

/** Runs a case in turn on all sides; the first run of each, which pages weights in, is not counted. */
export async function beside<N extends string>(
  one: Case,
  sides: readonly (readonly [N, Side])[],
  rounds: number,
): Promise<Beside<N>> {
  const entries = sides.map(([name, side]) => ({ name, side, runs: emptyRuns() }));
  const shares: number[] = [];
  for (const [, side] of sides) {
    await side.drop();
    side.forgetPeak();
  }
  for (let round = 0; round <= rounds; round += 1)
    for (const { side, runs } of entries) {
      const watch = othersWatch();
      const report = await side.run(one, { outputs: false });
      addRun(runs, report, round);
      if (round > 0) shares.push(watch(report.processorSeconds));
    }
  const timings = entries.map(({ name, side, runs }) => [name, timingOf(runs, side)]);
  return { timings: Object.fromEntries(timings) as Record<N, Timing>, others: median(shares) };
}

/** Runs cases in turn on one side. @returns medians in the order of the cases */
export async function inTurn(cases: readonly Case[], side: Side, rounds: number): Promise<Timing[]> {
  const all = cases.map(emptyRuns);
  for (let round = 0; round <= rounds; round += 1)
    for (const [i, one] of cases.entries())
      addRun(all[i] ?? emptyRuns(), await side.run(one, { outputs: false }), round);
  return all.map((runs) => timingOf(runs, side));
}

/** What the runs of a side took. */
interface Runs {
  readonly seconds: number[];
  readonly processor: number[];
  load: number;
}

const emptyRuns = (): Runs => ({ seconds: [], processor: [], load: 0 });

function addRun(runs: Runs, report: Awaited<ReturnType<Side['run']>>, round: number): void {
  if (round === 0) runs.load = report.loadSeconds;
  else {
    runs.seconds.push(report.seconds);
    runs.processor.push(report.processorSeconds);
  }
}

const timingOf = ({ seconds, processor, load }: Runs, side: Side): Timing => ({
  seconds: median(seconds),
  processor: median(processor),
  loadSeconds: load,
  peak: side.peak(),
});

/** From now on: the share of all processors that others took, given what the measured program took. */
function othersWatch(): (own: number) => number {
  const [busy, clock] = [busySeconds(), performance.now()];
  return (own) => {
    const wall = (performance.now() - clock) / 1000;
    return Math.max(0, (busySeconds() - busy - own) / (wall * cpus().length));
  };
}

/** Seconds of processor that all programs took, by Linux's /proc/stat. */
function busySeconds(): number {
  const [, user = 0, nice = 0, system = 0] = (readFileSync('/proc/stat', 'utf8').split('\n')[0] ?? '')
    .split(/\s+/)
    .map(Number);
  return (user + nice + system) / TICKS_A_SECOND;
}
