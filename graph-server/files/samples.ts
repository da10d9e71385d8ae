import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../config.ts';
import { atomicCreate } from './atomic-write.ts';

/** What the names of sample photographs begin with in the input folder. */
const PREFIX = 'sample-';

/**
 * Brings the sample photographs of bundles, `<bundle>/samples/*.png`, into the input folder, where nodes and editor find them;
 * a file that is there already stays as it is.
 */
export async function bringSamples(input: string, models = join(packageRoot, 'models')): Promise<void> {
  for (const bundle of await entriesOf(models)) {
    const folder = join(models, bundle, 'samples');
    const present = new Set(await entriesOf(input));
    const missing = (await entriesOf(folder)).filter(
      (name) => name.endsWith('.png') && !present.has(PREFIX + name),
    );
    for (const name of missing)
      await atomicCreate(join(input, PREFIX + name), await readFile(join(folder, name)));
  }
}

const entriesOf = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);
