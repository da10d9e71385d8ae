import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link, readdir, readFile, stat, unlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { CheckpointError, type Checkpoint } from '../checkpoint/checkpoint.ts';
import { fileHash } from '../checkpoint/file-hash.ts';
import { isFile } from '../checkpoint/is-file.ts';
import { Module } from '../checkpoint/module.ts';
import { readTensor } from '../checkpoint/read-tensor.ts';
import { openSafetensors } from '../checkpoint/safetensors.ts';
import {
  removeAbandoned,
  UNFINISHED,
  writeSafetensors,
  type StoredTensor,
} from '../checkpoint/write-safetensors.ts';
import { tensor, type Tensor } from '../tensor/tensor.ts';
import { CONCEPT_FILE, wrongConceptName } from './concept-name.ts';
import { storedThumbnail, type Thumbnail } from './concept-thumbnail.ts';

/** What the mappers made of one photograph, and which mappers: all that is needed to draw its subject again. */
export interface Concept {
  /** w_0, or more of the words, [1, n, d]. */
  readonly words: Tensor;
  /** e, zero outside the mask, [1, P, d]. */
  readonly patches: Tensor;
  /** [1, P, 1], 0 or 1. */
  readonly mask: Tensor;
  /** The keys of the mappers that wrote it. */
  readonly mappers: Mappers;
}

/** Which mappers wrote a concept, or shall read it. */
export interface Mappers {
  readonly global: string;
  readonly local: string;
}

const FORMAT = 'elite-concept-1';
const BYTES_LIMIT = 64 * 2 ** 20;
/** So much of a foreign file's text is repeated in a sentence. */
const SHOWN = 64;

/**
 * Writes a concept as `<name>.elite.safetensors`. A file is never changed: where the name has another concept, `<name>-2` is next.
 * @param thumbnail how lists show it @param others folders whose names are taken too, but by the same contents
 * @returns the name of the file, which may have been there with the same contents
 * @throws for a name that is none, and for a folder that cannot be written
 */
export async function saveConcept(
  folder: string,
  name: string,
  concept: Concept,
  {
    thumbnail,
    others = [],
  }: { readonly thumbnail?: Thumbnail | undefined; readonly others?: readonly string[] } = {},
): Promise<string> {
  const wrong = wrongConceptName(name);
  if (wrong !== undefined) throw new Error(`name: ${wrong}`);
  const { words, patches, mask, mappers } = concept;
  const tensors = Object.entries({ words, patches, mask });
  const written = join(folder, `.${randomBytes(8).toString('hex')}${UNFINISHED}`);
  await writeSafetensors(
    written,
    [
      ...tensors.map(([key, { dims }]): StoredTensor => ({ key, dtype: 'F32', dims })),
      ...(thumbnail ? [storedThumbnail(thumbnail)] : []),
    ],
    [
      ...tensors.map(([, { data }]) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
      ...(thumbnail ? [thumbnail.pixels] : []),
    ],
    { format: FORMAT, global_mapper: mappers.global, local_mapper: mappers.local },
  ).catch((cause: unknown) => {
    const got = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${folder}: expected a folder that concepts can be written to, got ${got}`, { cause });
  });
  return keptAs(folder, name, written, others);
}

/**
 * Gives a written file of a folder the first of `<name>`, `<name>-2`, … that is free or has the same contents.
 * @param written whose own name it loses @param others folders whose names are taken too, but by the same contents
 * @returns the name of the file
 */
export async function keptAs(
  folder: string,
  name: string,
  written: string,
  others: readonly string[] = [],
): Promise<string> {
  try {
    await removeAbandoned(folder);
    for (let number = 1; ; number += 1) {
      const file = `${name}${number === 1 ? '' : `-${number}`}${CONCEPT_FILE}`;
      const isTaken = await Promise.all(others.map((other) => hasOther(join(other, file), written)));
      if (!isTaken.includes(true) && (await takes(join(folder, file), written))) return file;
    }
  } finally {
    await unlink(written);
  }
}

/** Gives a written file this name where it is free. @returns whether the name has those contents now */
async function takes(path: string, written: string): Promise<boolean> {
  try {
    await linkOrCopy(written, path);
    return true;
  } catch (cause) {
    if (!hasCode(cause, 'EEXIST')) throw cause;
    return !(await hasOther(path, written, true));
  }
}

/** Whether a name has other contents. @param whenUnreadable what a name counts as that cannot be read */
async function hasOther(path: string, written: string, whenUnreadable = false): Promise<boolean> {
  const [there, own] = await Promise.all([readFile(path).catch(() => undefined), readFile(written)]);
  return there === undefined ? whenUnreadable : !there.equals(own);
}

/** Gives a file one more name, which must be free. Not all file systems have links; a copy that is cut short is told by its reader. */
export async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (cause) {
    if (hasCode(cause, 'EEXIST')) throw cause;
    await copyFile(from, to, constants.COPYFILE_EXCL);
  }
}

/** Whether what was thrown is a system's error of this code. */
export const hasCode = (thrown: unknown, code: string): boolean =>
  thrown instanceof Error && 'code' in thrown && thrown.code === code;

/**
 * Reads a concept file; nothing in it is ever run.
 * @throws CheckpointError for what is no such file, or a damaged one
 */
export async function openConcept(path: string): Promise<Concept> {
  const where = basename(path);
  const { checkpoint, mappers } = await openConceptHeader(path);
  const read = (key: string, dims: readonly number[]): Promise<Tensor> =>
    readFinite(checkpoint, key, dims).catch((cause: unknown) => {
      throw new CheckpointError(`${where}, ${cause instanceof Error ? cause.message : String(cause)}`, {
        cause,
      });
    });
  const words = await read('words', [1, -1, -1]);
  const patches = await read('patches', [1, -1, words.dims[2] ?? 0]);
  const mask = await read('mask', [1, patches.dims[1] ?? 0, 1]);
  const grey = mask.data.find((value) => value !== 0 && value !== 1);
  if (grey !== undefined) throw new CheckpointError(`${where}, mask: expected 0 and 1, got ${grey}`);
  return { words, patches, mask, mappers };
}

/** What a concept file says of itself; its tensors are not read. @throws CheckpointError for what is no such file, or a damaged one */
export async function openConceptHeader(
  path: string,
): Promise<{ readonly checkpoint: Checkpoint; readonly mappers: Mappers }> {
  await refuseTooLarge(path);
  const checkpoint = await openSafetensors(path);
  const about = (key: string): string => checkpoint.metadata.get(key) ?? '';
  if (about('format') !== FORMAT) {
    const got = about('format') === '' ? 'other tensors' : JSON.stringify(about('format').slice(0, SHOWN));
    throw new CheckpointError(`${basename(path)}: expected a concept file (${FORMAT}), got ${got}`);
  }
  return { checkpoint, mappers: { global: about('global_mapper'), local: about('local_mapper') } };
}

/** SHA-256 of a concept file. @throws CheckpointError for one that is too large */
export async function conceptHash(path: string): Promise<string> {
  await refuseTooLarge(path);
  return fileHash(path);
}

async function refuseTooLarge(path: string): Promise<void> {
  const { size } = await stat(path);
  if (size > BYTES_LIMIT)
    throw new CheckpointError(
      `${basename(path)}: expected a concept of at most ${BYTES_LIMIT} bytes, got ${size}`,
    );
}

async function readFinite(checkpoint: Checkpoint, key: string, expected: readonly number[]): Promise<Tensor> {
  const { data, dims } = await readTensor(new Module(checkpoint).tensor(key, expected));
  if (data.length === 0) throw new CheckpointError(`${key}: expected numbers, got [${dims.join(', ')}]`);
  const wrong = data.findIndex((value) => !Number.isFinite(value));
  if (wrong !== -1)
    throw new CheckpointError(`${key}: expected finite numbers, got ${data[wrong]} at ${wrong}`);
  return tensor(data, dims);
}

/**
 * Refuses a concept that other mappers wrote: its words and patches mean nothing to these.
 * @param mappers the keys of those that shall read it
 */
export function refuseOtherMappers(where: string, concept: Concept, mappers: Mappers): void {
  for (const which of ['global', 'local'] as const) {
    const [wrote, reads] = [concept.mappers[which], mappers[which]];
    if (wrote !== reads)
      throw new Error(
        `${where}: expected a concept of the ${which} mapper ${reads}, got one of ${JSON.stringify(wrote.slice(0, SHOWN))} (choose the bundle that it was made with, or encode the photograph again)`,
      );
  }
}

/** The concept files of these folders by name, sorted; of two with one name the first folder's counts. @returns name to path */
export async function conceptFiles(folders: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const folder of folders)
    for (const name of await readdir(folder).catch((): string[] => [])) {
      const path = join(folder, name);
      const isNew = name.endsWith(CONCEPT_FILE) && !name.startsWith('.') && !found.has(name);
      if (isNew && (await isFile(path))) found.set(name, path);
    }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}
