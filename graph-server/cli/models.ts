import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { configOf, packageRoot } from '../config.ts';
import { foldersOf } from '../files/folders.ts';
import { parseArgs } from 'node:util';
import { isRecord } from '../queue/output-files.ts';
import { UsageError } from './usage.ts';

const FLAGS = {
  data: { type: 'string' },
  sd: { type: 'string' },
  clip: { type: 'string' },
  global: { type: 'string' },
  local: { type: 'string' },
  copy: { type: 'boolean' },
} as const;

/** `elite-graph models`: lists the bundles, or adds one from checkpoints as they were published. */
export async function models(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: FLAGS, allowPositionals: true, strict: true });
  const folder = foldersOf(configOf(values).data).models;
  const [action, name, ...rest] = positionals;
  if (action === undefined) return list([join(packageRoot, 'models'), folder]);
  if (action !== 'add' || name === undefined || rest.length > 0)
    throw new UsageError('models: expected nothing, or add NAME, got something else');
  const { sd, clip, global, local } = values;
  if (sd === undefined || clip === undefined || global === undefined || local === undefined) {
    throw new UsageError('models add: expected --sd, --clip, --global and --local, got fewer');
  }
  const { addBundle } = await import('../../method/elite/add-bundle.ts'); // not loaded for a list
  await addBundle({ name, folder, sd, clip, global, local, copy: values.copy === true });
  console.log(`${name}: added to ${folder}`);
  return 0;
}

async function list(folders: readonly string[]): Promise<number> {
  for (const folder of folders) {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    for (const { name } of entries.filter((entry) => entry.isDirectory())) {
      const facts = await bundleFacts(join(folder, name, 'bundle.json'));
      if (facts !== undefined) console.log(`${name.padEnd(24)} ${facts}`);
    }
  }
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
