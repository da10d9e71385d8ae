import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  regression,
  type ChangedPicture,
  type Regression,
  type Verdict,
} from '../../../method/evaluation/regression.ts';
import type { ScoredPicture } from '../../../method/evaluation/scored-picture.ts';
import { parseScores } from '../../../method/evaluation/scores-csv.ts';
import { differenceSheet } from '../../../method/image/contact-sheet.ts';
import { encodePng } from '../../../method/image/encode.ts';
import { identityOf, readManifest } from './manifest.ts';
import { RunFolder } from './run-folder.ts';

/** Exit codes by verdict: only the first two are 0. */
export const EXIT_CODES: Readonly<Record<Verdict, number>> = {
  identical: 0,
  equivalent: 0,
  drift: 3,
  changed: 4,
  'not comparable': 5,
};

/** So many pictures are drawn side by side, the most changed first. */
const SHOWN = 50;
const CELL = 256;
const FULL_SCALE = 255;

/** The lines of a run's scores.csv. @throws when the folder has none */
export async function readScores(folder: string): Promise<ScoredPicture[]> {
  const path = join(folder, 'scores.csv');
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new Error(`${folder}: expected a finished run, got a folder without scores.csv`, { cause });
  });
  return parseScores(text, path);
}

/**
 * Compares a run with its baseline and writes regression.json and, for what differs, a sheet with both pictures and their
 * difference into `out`.
 */
export async function compareRuns(baseline: string, run: string, out: string): Promise<Regression> {
  const [before, after] = [await RunFolder.existing(baseline), await RunFolder.existing(run)];
  const side = async (folder: string): Promise<Parameters<typeof regression>[0]> => ({
    identity: identityOf(await readManifest(folder)),
    pictures: await readScores(folder),
  });
  const found = await regression(await side(baseline), await side(run), async (a, b) => {
    const [x, y] = [await before.loadPicture(a), await after.loadPicture(b)];
    return x && y ? largestDifference(x.data, y.data) : undefined;
  });
  const target = await RunFolder.open(out);
  await target.write('regression.json', `${JSON.stringify({ baseline, run, ...found }, null, 2)}\n`);
  const drawn = [...found.changed]
    .sort((a, b) => (b.pixels ?? Infinity) - (a.pixels ?? Infinity))
    .slice(0, SHOWN);
  if (EXIT_CODES[found.verdict] !== 0)
    for (const changed of drawn) await writeDifference({ before, after, target }, changed);
  return found;
}

/** One sentence a fact, the verdict first. */
export function regressionSentences({ verdict, differs, compared, changed }: Regression): string[] {
  const worst = [...changed].sort((a, b) => (b.pixels ?? Infinity) - (a.pixels ?? Infinity))[0];
  return [
    `${verdict}: ${compared} pictures compared, ${changed.length} of them not the same`,
    ...differs,
    ...(worst === undefined ? [] : [changeSentence(worst)]),
  ];
}

const changeSentence = ({ row, subject, prompt, seed, pixels, score, metric }: ChangedPicture): string =>
  `${row}/${subject}/${prompt}/${seed}: pixels differ by up to ${pixels ?? 'another size'}${metric === undefined ? '' : `, ${metric} by ${score.toFixed(4)}`}`;

async function writeDifference(
  { before, after, target }: { before: RunFolder; after: RunFolder; target: RunFolder },
  changed: ChangedPicture,
): Promise<void> {
  const [x, y] = [await before.loadPicture(changed), await after.loadPicture(changed)];
  if (x === undefined || y === undefined) return;
  const gain = Math.max(1, Math.min(64, Math.floor(FULL_SCALE / Math.max(1, changed.pixels ?? FULL_SCALE))));
  const { row, subject, prompt, seed } = changed;
  const sheet = await encodePng(differenceSheet(x, y, gain, CELL));
  await target.write(join('differences', row, subject, prompt, `${seed}.png`), sheet);
}

/** The largest difference of two pictures' channels, 0 … 255; undefined when their sizes differ. */
function largestDifference(a: Float32Array, b: Float32Array): number | undefined {
  if (a.length !== b.length) return undefined;
  let largest = 0;
  for (let i = 0; i < a.length; i += 1) largest = Math.max(largest, Math.abs((a[i] ?? 0) - (b[i] ?? 0)));
  return Math.round(largest * FULL_SCALE);
}
