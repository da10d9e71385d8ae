import { hash } from 'node:crypto';
import { readdir, stat, unlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { checkpointOf, type Checkpoint, type TensorLocation } from './checkpoint.ts';
import { isFile } from './is-file.ts';
import { openCheckpoint } from './open-checkpoint.ts';
import { quantisedWeight } from './quantised-weight.ts';
import { readTensor } from './read-tensor.ts';
import { removeAbandoned, writeSafetensors, type StoredTensor } from './write-safetensors.ts';

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
  if (!(await isFile(path)))
    await writeSafetensors(
      path,
      weights.flatMap(derivedTensors),
      derivedBytes(weights, settings.bits, signal),
    );
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

/** What each weight becomes: its scales, then its levels. */
const derivedTensors = ({ key, location: { dims } }: Weight): StoredTensor[] => {
  const [outputs = 0, ...inner] = dims;
  const inputs = inner.reduce((product, side) => product * side, 1);
  return [
    { key: `${key}.${SCALES}`, dtype: 'F32', dims: [outputs] },
    { key: `${key}.${INT8}`, dtype: 'I8', dims: [inputs, outputs] },
  ];
};

/** The bytes of these tensors; one weight at a time is in memory. */
async function* derivedBytes(
  weights: readonly Weight[],
  bits: 7 | 8,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  for (const { location } of weights) {
    signal?.throwIfAborted();
    const { levels, scales } = quantisedWeight(await readTensor(location), bits);
    yield new Uint8Array(scales.buffer);
    yield new Uint8Array(levels.buffer);
  }
}

/** Keeps the most recently used files; one that is in use elsewhere may refuse to go. */
async function removeOld(folder: string): Promise<void> {
  await removeAbandoned(folder);
  const names = (await readdir(folder)).filter((name) => name.endsWith('.safetensors'));
  const aged = await Promise.all(
    names.map(async (name) => {
      const used = await stat(join(folder, name)).then(
        ({ mtimeMs }) => mtimeMs,
        () => Number.NaN, // gone meanwhile
      );
      return { name, used };
    }),
  );
  const old = aged.sort((a, b) => b.used - a.used).slice(KEPT);
  await Promise.all(old.map(({ name }) => unlink(join(folder, name)).catch(() => undefined)));
}
