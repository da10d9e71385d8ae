import { open } from 'node:fs/promises';
import {
  checkpointOf,
  CheckpointError,
  ELEMENT_BYTES,
  type Checkpoint,
  type ElementType,
  type TensorLocation,
} from './checkpoint.ts';

const HEADER_LIMIT = 32 * 2 ** 20;
const TENSOR_LIMIT = 200_000;

/**
 * Reads the header of a safetensors file, checks all of it, and hands out where each tensor lies.
 * Source: the safetensors format: a little-endian u64 length, a JSON header, then the bytes without holes.
 * @throws CheckpointError naming the file and what is wrong with it
 */
export async function openSafetensors(path: string): Promise<Checkpoint> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const head = Buffer.alloc(8);
    await file.read(head, 0, 8, 0);
    const length = Number(head.readBigUInt64LE());
    if (size < 8 || length > size - 8 || length > HEADER_LIMIT) {
      throw new CheckpointError(
        `${path}: expected a header of at most ${Math.max(0, size - 8)} bytes, got ${length} (truncated?)`,
      );
    }
    const text = Buffer.alloc(length);
    await file.read(text, 0, length, 8);
    return checkpointOf(...readHeader(path, text, size - 8 - length, 8 + length));
  } finally {
    await file.close();
  }
}

function readHeader(
  path: string,
  text: Buffer,
  bytes: number,
  start: number,
): [Map<string, TensorLocation>, Map<string, string>] {
  const header = parseHeader(path, text);
  const tensors: [string, TensorLocation][] = [];
  let metadata = new Map<string, string>();
  for (const [key, entry] of header) {
    if (key === '__metadata__') metadata = metadataOf(path, entry);
    else tensors.push([key, locate(path, key, entry, start)]);
  }
  if (tensors.length > TENSOR_LIMIT) {
    throw new CheckpointError(`${path}: expected at most ${TENSOR_LIMIT} tensors, got ${tensors.length}`);
  }
  let end = start;
  for (const [key, { offset, length }] of [...tensors].sort(
    (a, b) => a[1].offset - b[1].offset || a[1].length - b[1].length,
  )) {
    if (offset !== end)
      throw new CheckpointError(`${path}, ${key}: expected bytes from ${end - start}, got ${offset - start}`);
    end += length;
  }
  if (end - start !== bytes) {
    throw new CheckpointError(
      `${path}: expected ${end - start} bytes of tensors, the file has ${bytes} (truncated?)`,
    );
  }
  return [new Map(tensors), metadata];
}

function parseHeader(path: string, text: Buffer): [string, unknown][] {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(text));
  } catch (cause) {
    throw new CheckpointError(`${path}: expected a safetensors header in JSON, got other bytes`, { cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new CheckpointError(
      `${path}: expected a safetensors header with named tensors, got ${typeof value}`,
    );
  }
  return Object.entries(value);
}

function locate(path: string, key: string, entry: unknown, start: number): TensorLocation {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  if (typeof dtype !== 'string' || !Object.hasOwn(ELEMENT_BYTES, dtype)) {
    throw new CheckpointError(
      `${path}, ${key}: expected one of ${Object.keys(ELEMENT_BYTES).join(', ')}, got ${String(dtype)}`,
    );
  }
  if (!isCounts(shape) || !isCounts(offsets) || offsets.length !== 2) {
    throw new CheckpointError(
      `${path}, ${key}: expected a shape and two offsets, got ${JSON.stringify(entry)}`,
    );
  }
  const [begin = 0, end = 0] = offsets;
  const wanted = shape.reduce((n, d) => n * BigInt(d), BigInt(ELEMENT_BYTES[dtype as ElementType]));
  if (BigInt(end - begin) !== wanted) {
    throw new CheckpointError(
      `${path}, ${key}: expected ${wanted} bytes for ${dtype} [${shape.join(', ')}], got ${end - begin}`,
    );
  }
  return { file: path, offset: start + begin, length: end - begin, dtype: dtype as ElementType, dims: shape };
}

const isCounts = (value: unknown): value is number[] =>
  Array.isArray(value) &&
  value.length <= 16 &&
  value.every((n) => Number.isSafeInteger(n) && (n as number) >= 0);

function metadataOf(path: string, entry: unknown): Map<string, string> {
  const pairs = Object.entries((entry ?? {}) as Record<string, unknown>);
  const wrong = pairs.find(([, value]) => typeof value !== 'string');
  if (wrong)
    throw new CheckpointError(`${path}, __metadata__.${wrong[0]}: expected text, got ${typeof wrong[1]}`);
  return new Map(pairs as [string, string][]);
}
