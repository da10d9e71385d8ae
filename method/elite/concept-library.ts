import { randomBytes } from 'node:crypto';
import { mkdir, stat, unlink, utimes, writeFile } from 'node:fs/promises';
import { basename, join, resolve, sep } from 'node:path';
import { CheckpointError } from '../checkpoint/checkpoint.ts';
import { isFile } from '../checkpoint/is-file.ts';
import { removeAbandoned, UNFINISHED } from '../checkpoint/write-safetensors.ts';
import { listBundles, namedBundle } from '../diffusion/bundle-folder.ts';
import { conceptFiles, hasCode, keptAs, linkOrCopy, openConcept, openConceptHeader } from './concept-file.ts';
import { CONCEPT_FILE, wrongConceptName } from './concept-name.ts';
import { hasThumbnail, readThumbnail } from './concept-thumbnail.ts';

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
  const all = await Promise.all([...files].map(([file, path]) => listed(file, path, { own, mappers })));
  return all.flatMap((each) => each ?? []);
}

/** One concept of the list; undefined for one that was taken away meanwhile. */
async function listed(
  file: string,
  path: string,
  { own, mappers }: { readonly own: string; readonly mappers: Awaited<ReturnType<typeof mappersOfBundles>> },
): Promise<ListedConcept | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (!found) return undefined;
  const about = {
    ...{ file, name: basename(file, CONCEPT_FILE), bytes: found.size, changed: found.mtimeMs },
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
 * @param folders of concepts, the user's own first, which it goes into @param name without the ending
 * @returns the name of the file, with a number where another has it
 * @throws for a name that is none, and for bytes that are no concept file, by that name
 */
export async function importConcept(
  folders: readonly string[],
  name: string,
  bytes: Uint8Array,
): Promise<string> {
  const [folder = '', ...others] = folders;
  refuseName(name);
  const written = join(folder, `.${randomBytes(8).toString('hex')}${UNFINISHED}`);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(written, bytes, { flag: 'wx' });
  } catch (cause) {
    await unlink(written).catch(() => undefined);
    throw notWritable(folder, cause);
  }
  try {
    await openConcept(written);
    await readThumbnail((await openConceptHeader(written)).checkpoint);
  } catch (cause) {
    await unlink(written).catch(() => undefined);
    const told = messageOf(cause).replaceAll(written, name).replaceAll(basename(written), name);
    throw new CheckpointError(told, { cause });
  }
  return keptAs(folder, name, written, others);
}

/**
 * Gives a concept file another name, which must be free in all folders: a graph shall never draw another subject than it did.
 * @param folders of concepts, the user's own first, which it lies in @returns the new name of the file @throws otherwise
 */
export async function renameConcept(folders: readonly string[], file: string, name: string): Promise<string> {
  const [folder = ''] = folders;
  const path = await ownPath(folder, file);
  refuseName(name);
  const next = `${name}${CONCEPT_FILE}`;
  if (next === file) return file;
  if ((await conceptFiles(folders)).has(next)) throw taken(name);
  await moved(path, join(folder, next), folder);
  return next;
}

/**
 * Takes a concept file of the user's own away; for an hour at least it can be had back.
 * @returns by what `restoreConcept` finds it
 */
export async function removeConcept(folder: string, file: string): Promise<string> {
  const path = await ownPath(folder, file);
  await removeAbandoned(folder);
  const now = new Date();
  await utimes(path, now, now).catch((cause: unknown) => {
    throw notWritable(folder, cause);
  });
  const token = `.${randomBytes(8).toString('hex')}.${file}${UNFINISHED}`;
  await moved(path, join(folder, token), folder);
  return token;
}

const TOKEN = /^\.[0-9a-f]{16}\.([^/\\]+)\.part$/;

/** Gives a concept file back that was taken away, as it was. @returns its name @throws when that is not free, or the hour is over */
export async function restoreConcept(folder: string, token: string): Promise<string> {
  const file = TOKEN.exec(token)?.[1];
  if (file === undefined || !(await isFile(join(folder, token))))
    throw new Error('token: expected that of a concept that was deleted within the hour, got another');
  await moved(join(folder, token), join(folder, file), folder);
  return file;
}

/** Renames a file to a name that must be free. */
async function moved(from: string, to: string, folder: string): Promise<void> {
  await linkOrCopy(from, to).catch((cause: unknown) => {
    throw hasCode(cause, 'EEXIST') ? taken(basename(to, CONCEPT_FILE)) : notWritable(folder, cause);
  });
  await unlink(from);
}

const taken = (name: string): Error =>
  new Error(`name: expected one that is free, got ${JSON.stringify(name)}, which another concept has`);

const notWritable = (folder: string, cause: unknown): Error =>
  new Error(`${folder}: expected a folder that concepts can be written to, got ${messageOf(cause)}`, {
    cause,
  });

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
