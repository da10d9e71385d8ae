import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isFile } from '../checkpoint/is-file.ts';
import { MANIFEST } from '../diffusion/bundle-folder.ts';
import { CONCEPT_FILE } from './concept-name.ts';

/** What lies in a folder of models that a new bundle can be made of; paths are relative to it, with slashes. */
export interface BundleCandidates {
  /** Folders of diffusers. */
  readonly diffusers: readonly string[];
  /** Folders of transformers with a CLIP and its vocabulary. */
  readonly clips: readonly string[];
  /** Files of weights that belong to neither: single files of Stable Diffusion, and mappers. */
  readonly files: readonly string[];
}

/** Folders deeper than this are not looked into. */
const DEEPEST = 5;
const isWeights = (name: string): boolean =>
  /\.(safetensors|ckpt|pt|bin)$/i.test(name) && !name.endsWith(CONCEPT_FILE);

/** Finds what a new bundle can be made of. Bundles, concepts, hidden folders and links are passed over. */
export async function bundleCandidates(folder: string): Promise<BundleCandidates> {
  const found = { diffusers: [] as string[], clips: [] as string[], files: [] as string[] };
  await look('', 0);
  return found;

  async function look(path: string, depth: number): Promise<void> {
    const entries = await readdir(join(folder, path), { withFileTypes: true }).catch(() => []);
    const below = entries
      .filter(({ name }) => !name.startsWith('.'))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const files = new Set(below.filter((entry) => entry.isFile()).map(({ name }) => name));
    const folders = new Set(below.filter((entry) => entry.isDirectory()).map(({ name }) => name));
    if (files.has(MANIFEST)) return;
    if (folders.has('vae') && (await isFile(join(folder, path, 'unet', 'config.json'))))
      found.diffusers.push(path);
    else if (files.has('config.json') && files.has('vocab.json') && files.has('merges.txt'))
      found.clips.push(path);
    else {
      const inside = (name: string) => (path === '' ? name : `${path}/${name}`);
      found.files.push(...[...files].filter(isWeights).map(inside));
      if (depth < DEEPEST) for (const name of folders) await look(inside(name), depth + 1);
    }
  }
}
