import { cp, mkdir, readFile, rm } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { atomicWrite } from '../../files/atomic-write.ts';
import { MANIFEST_FILE, readManifest } from './manifest.ts';
import { readScores } from './compare-runs.ts';

/** Who made a run the baseline, when and why. */
const Entry = v.object({ when: v.string(), who: v.string(), why: v.string(), run: v.string() });
const BaselineFile = v.object({ history: v.array(Entry) });

const BASELINE_FILE = 'baseline.json';
const PARTS = ['scores.csv', 'images'] as const;

/** Why and by whom a baseline is replaced. */
interface BaselineReason {
  readonly why: string;
  /** The name of this computer's user when it is left out. */
  readonly who?: string;
}

/**
 * Makes a finished run the baseline in `to`; the baselines before it stay in its history.
 * @throws when the run is not finished
 */
export async function updateBaseline(run: string, to: string, { why, who }: BaselineReason): Promise<void> {
  const manifest = await readManifest(run);
  await readScores(run);
  const history = await historyOf(to);
  await mkdir(to, { recursive: true });
  await rm(join(to, MANIFEST_FILE), { force: true }); // without it the folder is no baseline while files are copied
  for (const part of PARTS) {
    await rm(join(to, part), { recursive: true, force: true });
    await cp(join(run, part), join(to, part), { recursive: true });
  }
  const entry = { when: new Date().toISOString(), who: who ?? userInfo().username, why, run: manifest.run };
  await atomicWrite(
    join(to, BASELINE_FILE),
    `${JSON.stringify({ history: [...history, entry] }, null, 2)}\n`,
  );
  await atomicWrite(join(to, MANIFEST_FILE), await readFile(join(run, MANIFEST_FILE)));
}

async function historyOf(folder: string): Promise<v.InferOutput<typeof BaselineFile>['history']> {
  const where = join(folder, BASELINE_FILE);
  const text = await readFile(where, 'utf8').catch(() => undefined);
  if (text === undefined) return [];
  const parsed = v.safeParse(BaselineFile, safeJson(text));
  if (parsed.success) return parsed.output.history;
  throw new Error(`${where}: expected the history of a baseline, got ${text.slice(0, 40)}`);
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // refused by the schema
  }
}
