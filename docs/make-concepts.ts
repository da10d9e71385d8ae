// Makes docs/images/concepts.png of a finished evaluation: ten held-out concepts × six prompts, true renders below.
// npx tsx docs/make-concepts.ts RUN DATA-SET [ROW]
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp, { type OverlayOptions } from 'sharp';
import { packageRoot } from '../graph-server/config.ts';

const CELL = 96;
const GAP = 8;
const HEADER = 36;
const SEED = '0';
const PROMPTS = [
  { id: 'place-beach', label: 'on the beach' },
  { id: 'colour-blue', label: 'a blue S*' },
  { id: 'outfit-crown', label: 'wearing a crown' },
  { id: 'style-pencil-sketch', label: 'a pencil sketch' },
  { id: 'mixed-red-beach', label: 'red, on the beach' },
  { id: 'mixed-pixel-jungle', label: 'pixel art, jungle' },
] as const;

const [run, dataSet, row = 'full'] = process.argv.slice(2);
if (run === undefined || dataSet === undefined)
  throw new Error('make-concepts: expected the folders of a run and of its data set');
const { subjects } = JSON.parse(await readFile(join(dataSet, 'subjects.json'), 'utf8')) as {
  subjects: { id: string; kind: string; photo: string }[];
};
const shown = subjects.filter(({ kind }) => kind === 'animal' || kind === 'toy').slice(0, 10);

const cells: OverlayOptions[] = [];
for (const [line, { id, photo }] of shown.entries()) {
  const top = HEADER + line * (2 * CELL + GAP);
  cells.push(await cell(join(dataSet, photo), 0, top));
  for (const [column, prompt] of PROMPTS.entries()) {
    const left = GAP + (column + 1) * CELL;
    cells.push(await cell(join(run, 'images', row, id, prompt.id, `${SEED}.png`), left, top));
    cells.push(await cell(join(dataSet, 'truths', id, prompt.id, '0.png'), left, top + CELL));
  }
}
const width = GAP + CELL * (PROMPTS.length + 1);
const labels = ['photograph', ...PROMPTS.map(({ label }) => label)].map(
  (label, column) =>
    `<text x="${(column === 0 ? 0 : GAP) + column * CELL + CELL / 2}" y="22" text-anchor="middle">${label}</text>`,
);
const header = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEADER}" font-family="DejaVu Sans" font-size="10">${labels.join('')}</svg>`;
await sharp({
  create: {
    width,
    height: HEADER + shown.length * (2 * CELL + GAP) - GAP,
    channels: 3,
    background: 'white',
  },
})
  .composite([{ input: Buffer.from(header), left: 0, top: 0 }, ...cells])
  .png({ palette: true, quality: 90 })
  .toFile(join(packageRoot, 'docs', 'images', 'concepts.png'));

async function cell(path: string, left: number, top: number): Promise<OverlayOptions> {
  return { input: await sharp(path).resize(CELL, CELL, { kernel: 'nearest' }).toBuffer(), left, top };
}
