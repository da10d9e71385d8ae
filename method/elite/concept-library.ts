import { randomBytes } from 'node:crypto';
import { mkdir, readFile, stat, unlink, writeFile } from 'node:fs/promises';
import { basename, join, resolve, sep } from 'node:path';
import { CheckpointError } from '../checkpoint/checkpoint.ts';
import { UNFINISHED } from '../checkpoint/write-safetensors.ts';
import { listBundles, namedBundle } from '../diffusion/bundle-folder.ts';
import { conceptFiles, hasCode, keptAs, linkOrCopy, openConcept, openConceptHeader } from './concept-file.ts';
import { CONCEPT_FILE, wrongConceptName } from './concept-name.ts';
import { hasThumbnail } from './concept-thumbnail.ts';

/** A concept file as lists show it. */
export interface ListedConcept {
  readonly file: string;
  /** Without the ending. */
  readonly name: string;
  /** Whether it lies in the user's own folder, where it can be renamed and removed. */
  readonly isOwn: boolean;
  readonly bytes: number;
  /** When the file was written, ms since 1970. */
  readonly changed: number;
  readonly hasThumbnail: boolean;
  /** The bundles whose mappers wrote it. */
  readonly bundles: readonly string[];
  /** Why it cannot be read, in a sentence; empty where it can. */
  readonly fault: string;
}

/** Where concepts lie below a folder of models. */
export const conceptFolder = (models: string): string => join(models, 'concepts');

/** The concepts that lie below folders of models, by name. @param models the user's own folder first */
export async function listConcepts(models: readonly string[]): Promise<ListedConcept[]> {
  const [own = ''] = models;
  const files = await conceptFiles(models.map(conceptFolder));
  const mappers = await mappersOfBundles(models);
  return Promise.all(
    [...files].map(async ([file, path]): Promise<ListedConcept> => {
      const { size, mtimeMs } = await stat(path);
      const about = {
        ...{ file, name: basename(file, CONCEPT_FILE), bytes: size, changed: mtimeMs },
        isOwn: resolve(path).startsWith(resolve(own) + sep),
      };
      try {
        const header = await openConceptHeader(path);
        const { global, local } = header.mappers;
        const bundles = mappers.flatMap((each) =>
          each.global === global && each.local === local ? [each.bundle] : [],
        );
        return { ...about, hasThumbnail: hasThumbnail(header.checkpoint), bundles, fault: '' };
      } catch (cause) {
        return { ...about, hasThumbnail: false, bundles: [], fault: messageOf(cause) };
      }
    }),
  );
}

/** The keys of every bundle's mappers; a bundle that is damaged has none. */
async function mappersOfBundles(
  models: readonly string[],
): Promise<{ readonly bundle: string; readonly global: string; readonly local: string }[]> {
  const names = [...(await listBundles(models)).keys()];
  const all = names.map(async (bundle) => {
    const folder = await namedBundle(bundle, models);
    const [global, local] = [await folder.weights('global_mapper'), await folder.weights('local_mapper')];
    return { bundle, global: global.key, local: local.key };
  });
  return (await Promise.allSettled(all)).flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
}

/**
 * Takes in a concept file from elsewhere, once all of it was read and found sound.
 * @param folder of concepts @param name without the ending @returns the name of the file, with a number where another has it
 * @throws for a name that is none, and for bytes that are no concept file, by that name
 */
export async function importConcept(folder: string, name: string, bytes: Uint8Array): Promise<string> {
  refuseName(name);
  await mkdir(folder, { recursive: true });
  const written = join(folder, `.${randomBytes(8).toString('hex')}${UNFINISHED}`);
  await writeFile(written, bytes, { flag: 'wx' });
  try {
    await openConcept(written);
  } catch (cause) {
    await unlink(written).catch(() => undefined);
    const told = messageOf(cause).replaceAll(written, name).replaceAll(basename(written), name);
    throw new CheckpointError(told, { cause });
  }
  return keptAs(folder, name, written);
}

/** Gives a concept file another name, which must be free. @returns the new name of the file @throws otherwise */
export async function renameConcept(folder: string, file: string, name: string): Promise<string> {
  const path = await ownPath(folder, file);
  refuseName(name);
  const next = `${name}${CONCEPT_FILE}`;
  if (next === file) return file;
  await linkOrCopy(path, join(folder, next)).catch((cause: unknown) => {
    if (!hasCode(cause, 'EEXIST')) throw cause;
    throw new Error(
      `name: expected one that is free, got ${JSON.stringify(name)}, which another concept has`,
      {
        cause,
      },
    );
  });
  await unlink(path);
  return next;
}

/** Removes a concept file of the user's own. @returns what was in it */
export async function removeConcept(folder: string, file: string): Promise<Uint8Array> {
  const path = await ownPath(folder, file);
  const bytes = await readFile(path);
  await unlink(path);
  return bytes;
}

/** The path of a concept file of the user's own folder. @throws for any other, and for those that ship */
async function ownPath(folder: string, file: string): Promise<string> {
  const path = (await conceptFiles([folder])).get(file);
  if (path !== undefined) return path;
  throw new Error(
    `concept: expected one of the user's own (those that ship stay), got ${JSON.stringify(file.slice(0, 80))}`,
  );
}

function refuseName(name: string): void {
  const wrong = wrongConceptName(name);
  if (wrong !== undefined) throw new Error(`name: ${wrong}`);
}

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
