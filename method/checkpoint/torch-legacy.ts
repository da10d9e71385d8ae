import { open, type FileHandle } from 'node:fs/promises';
import { CheckpointError, ELEMENT_BYTES, type Checkpoint } from './checkpoint.ts';
import { unpickleAt, type Persistent, type Value } from './pickle.ts';
import { shown, storageType, tensorsOf, type StoredBytes } from './torch-tensors.ts';

/** First bytes of what `torch.save` wrote before PyTorch 1.6: a pickle of its magic number. */
export const LEGACY_MAGIC = Buffer.from('80028a0a6cfc9c46f9206aa850192e', 'hex');

const PROTOCOL = 1001;
/** Bytes read for the pickles: few at first, since most files need no more. */
const READS = [2 ** 20, 64 * 2 ** 20];

/**
 * Opens what `torch.save` wrote before PyTorch 1.6: five pickles, then the storages in the order of their keys, each a
 * 64-bit count of elements and the elements. Tensors are located, not copied.
 * Source: the stream that `torch.save(…, _use_new_zipfile_serialization=False)` writes.
 * @throws CheckpointError for a foreign global, sizes that do not agree, or a damaged file
 */
export async function openTorchLegacy(path: string): Promise<Checkpoint> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const { value, keys, references, end } = await stream(file, path, size);
    return tensorsOf(value, path, await storages(file, { path, size, start: end, keys, references }));
  } finally {
    await file.close();
  }
}

interface Stream {
  readonly value: Value;
  readonly keys: readonly string[];
  readonly references: readonly Persistent[];
  /** The place behind the pickles. */
  readonly end: number;
}

async function stream(file: FileHandle, path: string, size: number): Promise<Stream> {
  for (const length of READS) {
    const bytes = Buffer.alloc(Math.min(size, length));
    await file.read(bytes, 0, bytes.length, 0);
    try {
      return pickles(bytes, path);
    } catch (error) {
      if (bytes.length === size || length === READS.at(-1)) throw error;
    }
  }
  throw new CheckpointError(`${path}: expected a pickle, got none`);
}

function pickles(bytes: Buffer, path: string): Stream {
  const [protocol, afterProtocol] = unpickleAt(bytes, LEGACY_MAGIC.length, path);
  if (protocol !== PROTOCOL)
    throw new CheckpointError(`${path}: expected protocol ${PROTOCOL} of torch.save, got ${shown(protocol)}`);
  const [system, afterSystem] = unpickleAt(bytes, afterProtocol, path);
  if (!(system instanceof Map) || system.get('little_endian') !== true)
    throw new CheckpointError(`${path}: expected little-endian numbers, got others`);
  const [value, afterValue, references] = unpickleAt(bytes, afterSystem, path);
  const [keys, end] = unpickleAt(bytes, afterValue, path);
  if (!Array.isArray(keys) || !keys.every((key) => typeof key === 'string'))
    throw new CheckpointError(`${path}: expected the keys of its storages, got another value`);
  return { value, keys, references, end };
}

interface Storages extends Pick<Stream, 'keys' | 'references'> {
  readonly path: string;
  readonly size: number;
  readonly start: number;
}

async function storages(
  file: FileHandle,
  { path, size, start, keys, references }: Storages,
): Promise<Map<string, StoredBytes>> {
  const widths = elementWidths(references, path);
  const found = new Map<string, StoredBytes>();
  const count = Buffer.alloc(8);
  let at = start;
  for (const key of keys) {
    const width = widths.get(key);
    if (width === undefined || found.has(key))
      throw new CheckpointError(`${path}: expected each storage once, got ${key} as another`);
    const { bytesRead } = await file.read(count, 0, 8, at);
    const length = bytesRead === 8 ? Number(count.readBigInt64LE()) * width : -1;
    if (length < 0 || at + 8 + length > size)
      throw new CheckpointError(`${path}: expected storage ${key} inside the file, it ends (truncated?)`);
    found.set(key, { offset: at + 8, length });
    at += 8 + length;
  }
  if (at !== size)
    throw new CheckpointError(
      `${path}: expected the end of the file after the storages, got ${size - at} bytes`,
    );
  return found;
}

/** Bytes of an element of each storage that the pickle refers to. */
function elementWidths(references: readonly Persistent[], path: string): ReadonlyMap<string, number> {
  const widths = new Map<string, number>();
  for (const { id } of references) {
    const [, type, key, , , view] = id;
    const dtype = storageType(type);
    if (typeof key !== 'string' || dtype === undefined || (view !== undefined && view !== null))
      throw new CheckpointError(
        `${path}: expected whole storages of numbers, got ${shown(key)} as another (re-save with torch.save)`,
      );
    const width = ELEMENT_BYTES[dtype];
    if ((widths.get(key) ?? width) !== width)
      throw new CheckpointError(`${path}: expected storage ${key} to have one type, got two`);
    widths.set(key, width);
  }
  return widths;
}
