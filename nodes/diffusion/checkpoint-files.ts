import type { Folders } from '../../graph-server/engine/sockets.ts';
import { listBundles, namedBundle } from '../../method/diffusion/bundle-folder.ts';
import { findClipTokenizer } from '../../method/diffusion/clip-vocabulary.ts';
import { openPipeline, type Pipeline } from '../../method/diffusion/pipeline.ts';
import { fileKey, openSingleFile } from '../../method/diffusion/single-file.ts';
import { singleFiles } from '../../method/diffusion/single-file-names.ts';
import { sharedSessions } from '../../method/runtime/shared-sessions.ts';

/** The bundles, the default first, then the single files of `checkpoints/`. */
export async function checkpointNames(folders: Folders): Promise<string[]> {
  const bundles = [...(await listBundles(folders.models)).keys()];
  const first = bundles.filter((name) => name === folders.defaultBundle);
  const others = bundles.filter((name) => name !== folders.defaultBundle);
  return [...first, ...others, ...(await singleFiles(folders.models)).keys()];
}

/** Opens a bundle or a single file by its name. @throws naming what is missing or is of another kind */
export async function openCheckpointNamed(name: string, folders: Folders): Promise<Pipeline> {
  const file = (await singleFiles(folders.models)).get(name);
  if (file === undefined) return openPipeline(await namedBundle(name, folders.models), sharedSessions);
  return openSingleFile(file, await findClipTokenizer(folders.models), sharedSessions);
}

/** Changes when the bundle or file of this name does. */
export async function checkpointKey(name: string, folders: Folders): Promise<string> {
  const file = (await singleFiles(folders.models)).get(name);
  return file === undefined ? (await namedBundle(name, folders.models)).digest : fileKey(file);
}
