import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { median } from '../figures.ts';
import type { Case, Side } from '../sides/side.ts';

/** Seconds by the clock until a step has run where nothing is loaded: loading, paging weights in, and the run itself. */
export interface FirstRun {
  /** The files are read from the disk. */
  readonly fromDisk: number;
  /** The system has the files in its cache. */
  readonly fromCache: number;
  /** Of that, opening the models. */
  readonly opening: number;
}

/** Times first runs of a step on the files of a folder, medians of rounds. Linux with GNU's dd alone. */
export async function firstRun(step: Case, side: Side, folder: string, rounds: number): Promise<FirstRun> {
  const one = { ...step, options: { ...step.options, withinPicture: false } };
  const fromDisk: number[] = [];
  const fromCache: number[] = [];
  const opening: number[] = [];
  execFileSync('sync'); // What is not written yet would stay.
  for (let round = 0; round < rounds; round += 1) {
    await side.drop();
    dropFromCache(folder);
    const cold = await side.run(one, { outputs: false });
    fromDisk.push(cold.loadSeconds + cold.seconds);
    await side.drop();
    const warm = await side.run(one, { outputs: false });
    fromCache.push(warm.loadSeconds + warm.seconds);
    opening.push(warm.loadSeconds);
  }
  return { fromDisk: median(fromDisk), fromCache: median(fromCache), opening: median(opening) };
}

/** Asks the system to forget the files of a folder; those that a process has mapped stay. */
function dropFromCache(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile())
      execFileSync('dd', [
        `if=${join(entry.parentPath, entry.name)}`,
        'iflag=nocache',
        'count=0',
        'status=none',
      ]);
}
