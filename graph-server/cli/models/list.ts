import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { singleFiles } from '../../../method/diffusion/single-file-names.ts';
import { isRecord } from '../../queue/output-files.ts';
import { shownBytes } from './table.ts';

const WIDTH = 24;

/** `elite-graph models list`: the bundles in these folders, then the single files of weights. */
export async function list(folders: readonly string[]): Promise<number> {
  for (const folder of folders) {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    for (const { name } of entries.filter((entry) => entry.isDirectory())) {
      const facts = await bundleFacts(join(folder, name, 'bundle.json'));
      if (facts !== undefined) console.log(`${name.padEnd(WIDTH)} ${facts}`);
    }
  }
  for (const [name, path] of await singleFiles(folders))
    console.log(`${name.padEnd(WIDTH)} ${path}  ${await fileFacts(path)}`);
  return 0;
}

async function bundleFacts(path: string): Promise<string | undefined> {
  if (!existsSync(path)) return undefined;
  try {
    const bundle: unknown = JSON.parse(await readFile(path, 'utf8'));
    const said = isRecord(bundle) ? (bundle['description'] ?? bundle['licence']) : undefined;
    return `${path}${typeof said === 'string' ? `  ${said}` : ''}`;
  } catch {
    return `${path}  (not readable as JSON)`;
  }
}

const fileFacts = (path: string): Promise<string> =>
  stat(path).then(
    ({ size }) => `A single file, ${shownBytes(size)}.`,
    () => '(not readable)',
  );
