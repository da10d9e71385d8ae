import { randomBytes } from 'node:crypto';
import { lstat, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { MANIFEST } from '../diffusion/bundle-folder.ts';

/**
 * The path of a bundle that may be removed: a folder of its own with bundle.json, right inside the folder of bundles.
 * @throws when the name is a path, or what it names is no bundle of that folder
 */
export async function removablePath(name: string, folder: string): Promise<string> {
  if (name === '' || name !== basename(name) || name.startsWith('.') || name.includes('\\'))
    throw new Error(`${name}: expected the name of a bundle, got a path`);
  const path = join(folder, name);
  const found = await lstat(path).catch((cause: unknown) => {
    throw new Error(`${path}: no such bundle (those that ship are not removed)`, { cause });
  });
  if (!found.isDirectory() || (await realpath(path)) !== join(await realpath(folder), name))
    throw new Error(`${path}: expected a folder of ${folder}, got a link or a file`);
  await stat(join(path, MANIFEST)).catch((cause: unknown) => {
    throw new Error(`${path}: expected a bundle, got a folder without ${MANIFEST}`, { cause });
  });
  return path;
}

/** Removes a bundle, which goes whole or not at all; files that are linked elsewhere stay there. @throws as `removablePath` does */
export async function removeBundle(name: string, folder: string): Promise<void> {
  const path = await removablePath(name, folder);
  const going = join(dirname(path), `.${name}.${randomBytes(4).toString('hex')}`);
  await rename(path, going);
  await rm(going, { recursive: true });
}
