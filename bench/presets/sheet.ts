import { join } from 'node:path';
import { RunFolder } from '../../graph-server/cli/evaluation/run-folder.ts';
import { grouped } from '../../method/evaluation/grouped.ts';
import { stratified } from '../../method/evaluation/subset.ts';
import { contactSheet, type Cell } from '../../method/image/contact-sheet.ts';
import type { Tensor } from '../../method/tensor/tensor.ts';
import type { Runs } from './quality.ts';
import { VARIANTS } from './variants.ts';

const CELL = 96;
/** Pictures across, each of another subject and of another prompt. */
const COLUMNS = 10;

/** A line of pictures for each variant: the same subjects, prompts and noise below each other, evenly chosen. */
export async function presetSheet(out: string, runs: Runs): Promise<Tensor> {
  const bySubject = [...grouped(runs.get(VARIANTS[0]?.name ?? '') ?? [], ({ subject }) => subject).values()];
  const every = Math.max(1, Math.floor(bySubject.length / COLUMNS));
  const chosen = bySubject
    .filter((_, i) => i % every === 0)
    .slice(0, COLUMNS)
    .flatMap((of, i) => stratified(of, COLUMNS)[i % Math.min(of.length, COLUMNS)] ?? []);
  const lines: Cell[][] = [];
  for (const variant of VARIANTS) {
    const folder = await RunFolder.existing(join(out, variant.name));
    const line: Cell[] = [];
    for (const name of chosen) {
      const picture = await folder.loadPicture(name);
      line.push({ ...(picture ? { picture } : {}), labels: [variant.name, name.subject, name.prompt] });
    }
    lines.push(line);
  }
  return contactSheet(lines, CELL);
}
