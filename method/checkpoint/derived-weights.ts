import { hash, randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, stat, unlink, utimes, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { checkpointOf, type Checkpoint, type TensorLocation } from './checkpoint.ts';
import { openCheckpoint } from './open-checkpoint.ts';
import { quantisedWeight } from './quantised-weight.ts';
import { readTensor } from './read-tensor.ts';

/** What a weight's 8-bit form is called beside it: `<key>.int8` and `<key>.scales`. */
export const INT8 = 'int8';
export const SCALES = 'scales';

/** Where derived weights are kept, and of how many bits. */
export interface DerivedSettings {
  /** A folder that may be emptied at any time. */
  readonly folder: string;
  /** Tells the source from every other. */
  readonly source: string;
  readonly bits: 7 | 8;
}

/** Grows when the levels of the same weights become others. */
const FORMAT = 1;
/** So many files stay; the longest unused go first. */
const KEPT = 4;
/** What a killed process left half written is removed after this time; no weight takes so long. */
const ABANDONED_MS = 3_600_000;

/**
 * The checkpoint with 8-bit forms of these weights beside them, quantised once and kept in a file that is named after source
 * and settings; it appears whole or not at all.
 */
export async function withInt8Weights(
  checkpoint: Checkpoint,
  keys: readonly string[],
  settings: DerivedSettings,
  signal?: AbortSignal,
): Promise<Checkpoint> {
  const weights = keys.flatMap((key) => {
    const location = checkpoint.get(key);
    return location ? [{ key, location }] : [];
  });
  const shapes = weights.map(({ key, location }) => [key, location.dims]);
  const digest = hash('sha256', JSON.stringify([FORMAT, settings.source, settings.bits, shapes]));
  const path = join(settings.folder, `${digest.slice(0, 32)}.safetensors`);
  const isThere = await stat(path).then(
    (file) => file.isFile(),
    () => false,
  );
  if (!isThere) await writeInt8(path, weights, settings, signal);
  await utimes(path, new Date(), new Date());
  await removeOld(settings.folder);
  const derived = await openCheckpoint(path);
  const all = [checkpoint, derived].flatMap((one) =>
    one.keys.flatMap((key): [string, TensorLocation][] => {
      const location = one.get(key);
      return location ? [[key, location]] : [];
    }),
  );
  return checkpointOf(new Map(all), checkpoint.metadata);
}

interface Weight {
  readonly key: string;
  readonly location: TensorLocation;
}

/** Writes a safetensors file beside its place and renames it; one weight at a time is in memory. */
async function writeInt8(
  path: string,
  weights: readonly Weight[],
  { folder, bits }: DerivedSettings,
  signal?: AbortSignal,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const temporary = join(folder, `.${randomBytes(8).toString('hex')}.part`);
  const file = await open(temporary, 'wx');
  try {
    await file.writeFile(headerOf(weights));
    for (const { location } of weights) {
      signal?.throwIfAborted();
      await writeWeight(file, location, bits);
    }
    await file.sync();
    await file.close();
    await rename(temporary, path);
  } catch (cause) {
    await file.close().catch(() => undefined);
    await unlink(temporary).catch(() => undefined);
    throw cause;
  }
}

async function writeWeight(file: FileHandle, location: TensorLocation, bits: 7 | 8): Promise<void> {
  const { levels, scales } = quantisedWeight(await readTensor(location), bits);
  await file.writeFile(new Uint8Array(scales.buffer));
  await file.writeFile(new Uint8Array(levels.buffer));
}

/** The length and the header of the file: each weight's scales, then its levels. */
function headerOf(weights: readonly Weight[]): Uint8Array {
  let end = 0;
  const entry = (dtype: 'F32' | 'I8', shape: readonly number[], bytes: number): object => {
    end += bytes;
    return { dtype, shape, data_offsets: [end - bytes, end] };
  };
  const entries = weights.flatMap(({ key, location: { dims } }) => {
    const [outputs = 0, ...inner] = dims;
    const inputs = inner.reduce((product, side) => product * side, 1);
    const scales = entry('F32', [outputs], outputs * 4);
    return [
      [`${key}.${SCALES}`, scales],
      [`${key}.${INT8}`, entry('I8', [inputs, outputs], inputs * outputs)],
    ] as const;
  });
  const json = Buffer.from(JSON.stringify(Object.fromEntries(entries)));
  const padded = Math.ceil(json.length / 8) * 8;
  const bytes = Buffer.alloc(8 + padded, ' ');
  bytes.writeBigUInt64LE(BigInt(padded), 0);
  json.copy(bytes, 8);
  return bytes;
}

/** Keeps the most recently used files and what is being written; one that is in use elsewhere may refuse to go. */
async function removeOld(folder: string): Promise<void> {
  const aged = await Promise.all(
    (await readdir(folder)).map(async (name) => {
      const used = await stat(join(folder, name)).then(
        ({ mtimeMs }) => mtimeMs,
        () => Number.NaN, // gone meanwhile
      );
      return { name, used };
    }),
  );
  const whole = aged.filter(({ name }) => name.endsWith('.safetensors')).sort((a, b) => b.used - a.used);
  const abandoned = aged.filter(
    ({ name, used }) => name.endsWith('.part') && used < Date.now() - ABANDONED_MS,
  );
  const old = [...whole.slice(KEPT), ...abandoned];
  await Promise.all(old.map(({ name }) => unlink(join(folder, name)).catch(() => undefined)));
}
