import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** Single files of weights in `checkpoints/` of these folders, by their names below it. @returns name to absolute path, sorted */
export async function singleFiles(models: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const folder of models) {
    const root = join(folder, 'checkpoints');
    const entries = await readdir(root, { withFileTypes: true, recursive: true }).catch(() => []);
    for (const entry of entries) {
      const path = join(entry.parentPath, entry.name);
      const name = relative(root, path).split(sep).join('/');
      if (!entry.isDirectory() && /\.(safetensors|ckpt|pt|bin)$/i.test(name) && !found.has(name))
        found.set(name, path);
    }
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}
