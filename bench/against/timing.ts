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

/** A case and the sides that it is run on. */
interface Compared<N extends string> {
  readonly one: Case;
  readonly sides: readonly (readonly [N, Side])[];
}

/**
 * Runs cases in turn, each on all its sides, so that what slows the machine for a while slows all of them. Loading and memory are
 * those of a first run of each case alone; it pages weights in and is not counted, nor is a first round of several cases.
 * @returns in the order of the cases
 */
export async function beside<N extends string>(
  cases: readonly Compared<N>[],
  rounds: number,
): Promise<Beside<N>[]> {
  const entries = [];
  for (const { one, sides } of cases) {
    const own = [];
    for (const [, side] of sides) {
      await side.drop();
      side.forgetPeak();
    }
    for (const [name, side] of sides) {
      const { loadSeconds } = await side.run(one, { outputs: false });
      own.push({ name, side, runs: { ...emptyRuns(), load: loadSeconds }, peak: side.peak() });
    }
    entries.push({ one, own, shares: [] as number[] });
  }
  for (let round = cases.length > 1 ? 0 : 1; round <= rounds; round += 1)
    for (const { one, own, shares } of entries)
      for (const { side, runs } of own) {
        const watch = othersWatch();
        const report = await side.run(one, { outputs: false });
        if (round === 0) continue;
        addRun(runs, report, round);
        shares.push(watch(report.processorSeconds));
      }
  return entries.map(({ own, shares }) => ({
    timings: Object.fromEntries(own.map(({ name, runs, peak }) => [name, timingOf(runs, peak)])) as Record<
      N,
      Timing
    >,
    others: median(shares),
  }));
}

/** Runs cases in turn on one side. @returns medians in the order of the cases */
export async function inTurn(cases: readonly Case[], side: Side, rounds: number): Promise<Timing[]> {
  const all = cases.map(emptyRuns);
  for (let round = 0; round <= rounds; round += 1)
    for (const [i, one] of cases.entries())
      addRun(all[i] ?? emptyRuns(), await side.run(one, { outputs: false }), round);
  return all.map((runs) => timingOf(runs, side.peak()));
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

const timingOf = ({ seconds, processor, load }: Runs, peak: Peak): Timing => ({
  seconds: median(seconds),
  processor: median(processor),
  loadSeconds: load,
  peak,
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
