import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { CrashServer } from './crash-server.ts';
import type { Load } from './load.ts';

/** What is counted after the queue has drained. */
export interface Verdict {
  readonly accepted: number;
  /** Accepted jobs without an end, or that ended well without their picture. */
  readonly lost: number;
  /** Pictures beyond the first of a job. */
  readonly duplicated: number;
  /** Pictures that do not decode to their end. */
  readonly torn: number;
  /** Half-written files that a clean start left. */
  readonly strays: number;
  /** Jobs that were running at three kills in a row: they end as errors, as promised. */
  readonly givenUp: number;
}

interface Entry {
  readonly status: { readonly status_str: string };
}

/** Waits until the queue is empty, then compares what was accepted with the history and the output folder. */
export async function checkInvariants(load: Load, server: CrashServer): Promise<Verdict> {
  await drained(server.url);
  const names = await readdir(join(server.data, 'output'));
  const verdict = { accepted: load.accepted.size, lost: 0, duplicated: 0, torn: 0, strays: 0, givenUp: 0 };
  for (const [id, prefix] of load.accepted) {
    const history = (await (await fetch(`${server.url}/history/${id}`)).json()) as Record<string, Entry>;
    const state = history[id]?.status.status_str;
    const pictures = names.filter((name) => name.startsWith(`${prefix}_`));
    if (state === undefined || (state === 'success' && pictures.length === 0)) verdict.lost += 1;
    if (state === 'error') verdict.givenUp += 1;
    verdict.duplicated += Math.max(0, pictures.length - 1);
    for (const name of pictures) if (!(await isWhole(join(server.data, 'output', name)))) verdict.torn += 1;
  }
  verdict.strays = names.filter((name) => name.endsWith('.part')).length;
  return verdict;
}

async function drained(url: string): Promise<void> {
  for (;;) {
    const answer = (await (await fetch(`${url}/prompt`)).json()) as {
      exec_info: { queue_remaining: number };
    };
    if (answer.exec_info.queue_remaining === 0) return;
    await new Promise((resolve) => {
      setTimeout(resolve, 200);
    });
  }
}

async function isWhole(path: string): Promise<boolean> {
  return sharp(await readFile(path), { failOn: 'warning' })
    .stats()
    .then(
      () => true,
      () => false,
    );
}
