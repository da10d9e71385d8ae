import { readFile } from 'node:fs/promises';
import type { Subject } from '../../../method/evaluation/benchmark.ts';
import { grouped } from '../../../method/evaluation/grouped.ts';
import type { ScoredPicture } from '../../../method/evaluation/scored-picture.ts';
import { stratified } from '../../../method/evaluation/subset.ts';
import { contactSheet, type Cell } from '../../../method/image/contact-sheet.ts';
import { decodePicture } from '../../../method/image/decode.ts';
import type { Tensor } from '../../../method/tensor/tensor.ts';
import { dataFile, type DataFolder } from './data-folder.ts';
import type { RunFolder } from './run-folder.ts';

/** Side of a picture on a sheet, pixels. */
const CELL = 128;
/** Prompts on the sheet of a subject among the worst, and on a strip of λ. */
const PROMPTS = 4;

/** Where the pictures of sheets lie. */
export interface SheetSources {
  readonly data: DataFolder;
  readonly folder: RunFolder;
}

/** The reference, and beside it a line for each prompt with its seeds, scores under each. */
export async function subjectGrid(
  sources: SheetSources,
  subject: Subject,
  pictures: readonly ScoredPicture[],
): Promise<Tensor> {
  const reference: Cell = { picture: await photoOf(sources, subject), labels: ['reference', subject.id] };
  const lines: Cell[][] = [];
  for (const of of grouped(pictures, ({ prompt }) => prompt).values()) {
    const first: Cell = lines.length === 0 ? reference : {};
    lines.push([first, ...(await cellsOf(sources, of))]);
  }
  return contactSheet(lines, CELL);
}

/** The reference and a column for each row, a line for some prompts, the first seed of each. */
export async function rowsSheet(
  sources: SheetSources,
  subject: Subject,
  rows: ReadonlyMap<string, readonly ScoredPicture[]>,
): Promise<Tensor> {
  const own = [...rows].map(
    ([row, of]) => [row, of.filter((picture) => picture.subject === subject.id)] as const,
  );
  const prompts = stratified(unique(own.flatMap(([, of]) => of)), PROMPTS);
  const reference: Cell = { picture: await photoOf(sources, subject), labels: ['reference', subject.id, ''] };
  const lines: Cell[][] = [];
  for (const { prompt } of prompts) {
    const line: Cell[] = [lines.length === 0 ? reference : {}];
    for (const [row, of] of own) {
      const picture = of.find((one) => one.prompt === prompt);
      const [cell = {}] = picture ? await cellsOf(sources, [picture]) : [];
      line.push({ ...cell, labels: [row, ...(cell.labels ?? [])] });
    }
    lines.push(line);
  }
  return contactSheet(lines, CELL);
}

/** A column for each λ, a line for some prompts, the first seed of each. @param byLambda pictures of one subject */
export async function lambdaStrip(
  sources: SheetSources,
  byLambda: ReadonlyMap<number, readonly ScoredPicture[]>,
): Promise<Tensor> {
  const prompts = stratified(unique([...byLambda.values()].flat()), PROMPTS);
  const lines: Cell[][] = [];
  for (const { prompt } of prompts) {
    const line: Cell[] = [];
    for (const [lambda, of] of byLambda) {
      const picture = of.find((one) => one.prompt === prompt);
      const [cell = {}] = picture ? await cellsOf(sources, [picture]) : [];
      line.push({ ...cell, labels: [`lambda ${lambda}`, ...(cell.labels ?? [])] });
    }
    lines.push(line);
  }
  return contactSheet(lines, CELL);
}

/** Each prompt once, with its kind. */
const unique = (pictures: readonly ScoredPicture[]): { prompt: string; kind: string }[] =>
  [...grouped(pictures, ({ prompt }) => prompt)].map(([prompt, [first]]) => ({
    prompt,
    kind: first?.kind ?? '',
  }));

async function cellsOf({ folder }: SheetSources, pictures: readonly ScoredPicture[]): Promise<Cell[]> {
  const cells: Cell[] = [];
  for (const scored of pictures) {
    const picture = await folder.loadPicture(scored);
    const labels = [scored.prompt, scoreLabel(scored)];
    cells.push(picture === undefined ? { labels } : { picture, labels });
  }
  return cells;
}

/** The scores that decide, in a few letters: text, likeness, and an alarm. */
function scoreLabel({ values, alarm }: ScoredPicture): string {
  const likeness = values.dino_i_mean ?? values.id_i ?? values.clip_i_mean;
  const part = (name: string, value: number | undefined): string =>
    value === undefined ? '' : `${name}${value.toFixed(2)} `;
  return `${part('T', values.clip_t)}${part('I', likeness)}${alarm ? '!' : ''}`.trim();
}

async function photoOf({ data }: SheetSources, { photo }: Subject): Promise<Tensor> {
  return (await decodePicture(await readFile(await dataFile(data, photo)), photo)).image;
}
