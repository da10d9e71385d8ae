import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { median } from '../figures.ts';
import type { Case, Side } from '../sides/side.ts';

/** Seconds by the clock until a case has run where nothing is loaded: loading, paging weights in, and the run itself. */
export interface FirstRun {
  /** The files are read from the disk. */
  readonly fromDisk: number;
  /** The system has the files in its cache. */
  readonly fromCache: number;
}

/** Times first runs of a case on the files of a folder, medians of rounds. Linux with GNU's dd alone. */
export async function firstRun(one: Case, side: Side, folder: string, rounds: number): Promise<FirstRun> {
  const fromDisk: number[] = [];
  const fromCache: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await side.drop();
    dropFromCache(folder);
    fromDisk.push(await untilRun(one, side));
    await side.drop();
    fromCache.push(await untilRun(one, side));
  }
  return { fromDisk: median(fromDisk), fromCache: median(fromCache) };
}

async function untilRun(one: Case, side: Side): Promise<number> {
  const { loadSeconds, seconds } = await side.run(one, { outputs: false });
  return loadSeconds + seconds;
}

/** Asks the system to forget the files of a folder; those that a process has mapped stay. */
function dropFromCache(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile())
      execFileSync('dd', [`if=${join(entry.parentPath, entry.name)}`, 'iflag=nocache', 'count=0', 'status=none']);
}
