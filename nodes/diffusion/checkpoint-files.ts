import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Folders } from '../../graph-server/engine/sockets.ts';
import { listBundles, namedBundle } from '../../method/diffusion/bundle-folder.ts';
import { findClipTokenizer } from '../../method/diffusion/clip-vocabulary.ts';
import { openPipeline, type Pipeline } from '../../method/diffusion/pipeline.ts';
import { fileKey, openSingleFile } from '../../method/diffusion/single-file.ts';
import { sharedSessions } from '../../method/runtime/shared-sessions.ts';

/** The bundles, the default first, then the single files of `checkpoints/`. */
export async function checkpointNames(folders: Folders): Promise<string[]> {
  const bundles = [...(await listBundles(folders.models)).keys()];
  const first = bundles.filter((name) => name === folders.defaultBundle);
  const others = bundles.filter((name) => name !== folders.defaultBundle);
  return [...first, ...others, ...(await singleFiles(folders)).keys()];
}

/** Opens a bundle or a single file by its name. @throws naming what is missing or is of another kind */
export async function openCheckpointNamed(name: string, folders: Folders): Promise<Pipeline> {
  const file = (await singleFiles(folders)).get(name);
  if (file === undefined) return openPipeline(await namedBundle(name, folders.models), sharedSessions);
  return openSingleFile(file, await findClipTokenizer(folders.models), sharedSessions);
}

/** Changes when the bundle or file of this name does. */
export async function checkpointKey(name: string, folders: Folders): Promise<string> {
  const file = (await singleFiles(folders)).get(name);
  return file === undefined ? (await namedBundle(name, folders.models)).digest : fileKey(file);
}

/** Absolute paths of the single files by their names below `checkpoints/`. */
async function singleFiles({ models }: Folders): Promise<ReadonlyMap<string, string>> {
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
