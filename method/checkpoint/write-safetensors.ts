import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ELEMENT_BYTES, type ElementType } from './checkpoint.ts';

/** A tensor as the header of a file tells it. */
export interface StoredTensor {
  readonly key: string;
  readonly dtype: ElementType;
  readonly dims: readonly number[];
}

/** What a writer that was killed leaves behind ends with this. */
export const UNFINISHED = '.part';
/** After this time it is removed; no file takes so long. */
const ABANDONED_MS = 3_600_000;

/**
 * Writes a safetensors file beside its place and renames it, so that it is there whole or not at all; folders above are made.
 * @param bytes of all tensors in their order, in pieces of any size; one piece at a time is in memory
 * @throws when they are more or fewer than the tensors have
 */
export async function writeSafetensors(
  path: string,
  tensors: readonly StoredTensor[],
  bytes: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  metadata: Readonly<Record<string, string>> = {},
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = join(dirname(path), `.${randomBytes(8).toString('hex')}${UNFINISHED}`);
  const file = await open(temporary, 'wx');
  try {
    await file.writeFile(headerOf(tensors, metadata));
    let missing = tensors.reduce((sum, one) => sum + bytesOf(one), 0);
    for await (const piece of bytes) {
      await file.writeFile(piece);
      missing -= piece.length;
    }
    if (missing !== 0) throw new Error(`${path}: expected the bytes of all tensors, got ${-missing} more`);
    await file.sync();
    await file.close();
    await rename(temporary, path);
  } catch (cause) {
    await file.close().catch(() => undefined);
    await unlink(temporary).catch(() => undefined);
    throw cause;
  }
}

/** Removes what killed writers left in a folder long ago. */
export async function removeAbandoned(folder: string): Promise<void> {
  const parts = (await readdir(folder)).filter((name) => name.startsWith('.') && name.endsWith(UNFINISHED));
  for (const path of parts.map((name) => join(folder, name))) {
    const written = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => Date.now(), // gone meanwhile
    );
    if (written < Date.now() - ABANDONED_MS) await unlink(path).catch(() => undefined);
  }
}

const bytesOf = ({ dtype, dims }: StoredTensor): number =>
  dims.reduce((bytes, side) => bytes * side, ELEMENT_BYTES[dtype]);

/** The length of the header and the header, which ends at a multiple of 8 bytes. */
function headerOf(tensors: readonly StoredTensor[], metadata: Readonly<Record<string, string>>): Uint8Array {
  let end = 0;
  const entries = tensors.map((one) => {
    const begin = end;
    end += bytesOf(one);
    return [one.key, { dtype: one.dtype, shape: one.dims, data_offsets: [begin, end] }] as const;
  });
  const about = Object.keys(metadata).length > 0 ? { __metadata__: metadata } : {};
  const json = Buffer.from(JSON.stringify({ ...about, ...Object.fromEntries(entries) }));
  const padded = Math.ceil(json.length / 8) * 8;
  const bytes = Buffer.alloc(8 + padded, ' ');
  bytes.writeBigUInt64LE(BigInt(padded), 0);
  json.copy(bytes, 8);
  return bytes;
}
