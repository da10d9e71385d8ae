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

/** Both sides of one case, and how busy other programs kept the machine meanwhile: 0 is not at all, 1 all processors. */
export interface Beside {
  readonly ours: Timing;
  readonly pytorch: Timing;
  readonly others: number;
}

/** Linux's USER_HZ, in which /proc/stat counts. */
const TICKS_A_SECOND = 100;

/** Runs a case in turn on both sides; the first run of each, which pages weights in, is not counted. */
export async function beside(
  one: Case,
  sides: { readonly ours: Side; readonly pytorch: Side },
  rounds: number,
): Promise<Beside> {
  const runs = { ours: emptyRuns(), pytorch: emptyRuns() };
  const shares: number[] = [];
  for (const side of [sides.ours, sides.pytorch]) {
    await side.drop();
    side.forgetPeak();
  }
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of ['ours', 'pytorch'] as const) {
      const watch = othersWatch();
      const { seconds, processorSeconds, loadSeconds } = await sides[name].run(one, { outputs: false });
      if (round === 0) runs[name].load = loadSeconds;
      else {
        runs[name].seconds.push(seconds);
        runs[name].processor.push(processorSeconds);
        shares.push(watch(processorSeconds));
      }
    }
  }
  const of = (name: 'ours' | 'pytorch'): Timing => ({
    seconds: median(runs[name].seconds),
    processor: median(runs[name].processor),
    loadSeconds: runs[name].load,
    peak: sides[name].peak(),
  });
  return { ours: of('ours'), pytorch: of('pytorch'), others: median(shares) };
}

/** Runs cases in turn on one side. @returns medians in the order of the cases */
export async function inTurn(cases: readonly Case[], side: Side, rounds: number): Promise<Timing[]> {
  const runs = cases.map(emptyRuns);
  for (let round = 0; round <= rounds; round += 1) {
    for (const [i, one] of cases.entries()) {
      const { seconds, processorSeconds, loadSeconds } = await side.run(one, { outputs: false });
      const own = runs[i] ?? emptyRuns();
      if (round === 0) own.load = loadSeconds;
      else {
        own.seconds.push(seconds);
        own.processor.push(processorSeconds);
      }
    }
  }
  return runs.map(({ seconds, processor, load }) => ({
    seconds: median(seconds),
    processor: median(processor),
    loadSeconds: load,
    peak: side.peak(),
  }));
}

const emptyRuns = (): { seconds: number[]; processor: number[]; load: number } => ({
  seconds: [],
  processor: [],
  load: 0,
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
