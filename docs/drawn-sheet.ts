import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type OverlayOptions } from 'sharp';
import { loadGraph } from '../graph-server/cli/load-graph.ts';
import { LocalRunner } from '../graph-server/cli/local-runner.ts';
import { configOf, packageRoot } from '../graph-server/config.ts';
import { setInput } from '../graph-server/queue/set-input.ts';

const SIDE = 128;

/** A picture that is there, by its path, or what a workflow draws with these values, by `title.input`. */
export type DrawnCell = string | Readonly<Record<string, string>>;

/** Draws cells with a workflow that ships, on the bundle that ships, and lays them out in rows as `docs/images/NAME.png`. */
export async function drawnSheet(
  name: string,
  workflow: string,
  rows: readonly (readonly DrawnCell[])[],
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), `${name}-`));
  const runner = await LocalRunner.start(configOf({ data: join(folder, 'data') }), join(folder, 'out'));
  const drawn = async (values: Readonly<Record<string, string>>): Promise<string> => {
    const objectInfo = await runner.objectInfo();
    const { prompt } = await loadGraph(join(packageRoot, 'workflows', `${workflow}.json`), objectInfo);
    for (const [place, value] of Object.entries(values)) setInput(prompt, place, value, objectInfo);
    const outcome = await runner.run(prompt, undefined, () => undefined, new AbortController().signal);
    const [file] = outcome.files;
    if (!file) throw new Error(outcome.reason ?? 'expected a picture, got none');
    return runner.save(file, join(folder, 'out'));
  };
  try {
    const cells: OverlayOptions[] = [];
    for (const [row, columns] of rows.entries())
      for (const [column, cell] of columns.entries()) {
        const path = typeof cell === 'string' ? cell : await drawn(cell);
        const input = await sharp(path).resize(SIDE, SIDE, { kernel: 'cubic' }).png().toBuffer();
        cells.push({ input, left: column * SIDE, top: row * SIDE });
      }
    const width = SIDE * Math.max(...rows.map((row) => row.length));
    await sharp({ create: { width, height: SIDE * rows.length, channels: 3, background: 'white' } })
      .composite(cells)
      .png()
      .toFile(join(packageRoot, 'docs', 'images', `${name}.png`));
  } finally {
    await runner.close();
    await rm(folder, { recursive: true, force: true });
  }
}
