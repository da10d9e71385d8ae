import type { FileHandle } from 'node:fs/promises';
import { CheckpointError } from './checkpoint.ts';

/** A stored (uncompressed) entry of a zip file. */
export interface ZipEntry {
  readonly name: string;
  /** First byte of the entry's data in the file. */
  readonly offset: number;
  /** Bytes. */
  readonly length: number;
}

const END = 0x06054b50;
const END64_LOCATOR = 0x07064b50;
const END64 = 0x06064b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const ENTRY_LIMIT = 200_000;

/**
 * Lists the entries of a zip file whose data lies uncompressed, as `torch.save` writes them.
 * Source: APPNOTE.TXT of the zip format, with zip64; the central directory is the truth.
 * @throws CheckpointError when the directory is damaged or an entry is compressed or encrypted
 */
export async function zipEntries(file: FileHandle, path: string): Promise<ZipEntry[]> {
  const { size } = await file.stat();
  const read = async (offset: number, length: number): Promise<Buffer> => {
    const bytes = Buffer.alloc(length);
    const { bytesRead } = await file.read(bytes, 0, length, offset);
    if (bytesRead !== length)
      throw new CheckpointError(
        `${path}: expected ${length} bytes at ${offset}, got ${bytesRead} (truncated?)`,
      );
    return bytes;
  };
  const { start, length, count } = await directory(path, size, read);
  if (count > ENTRY_LIMIT || start + length > size)
    throw new CheckpointError(`${path}: expected a zip directory inside the file, it is damaged`);
  const bytes = await read(start, length);
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let i = 0; i < count; i += 1) {
    const [entry, next] = centralEntry(path, bytes, at);
    const local = await read(entry.offset, 30);
    if (local.readUInt32LE(0) !== LOCAL)
      throw new CheckpointError(
        `${path}, ${entry.name}: expected an entry at ${entry.offset}, got other bytes`,
      );
    const offset = entry.offset + 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
    if (offset + entry.length > start)
      throw new CheckpointError(
        `${path}, ${entry.name}: expected its bytes before the directory, they reach beyond (truncated?)`,
      );
    entries.push({ ...entry, offset });
    at = next;
  }
  return entries;
}

async function directory(
  path: string,
  size: number,
  read: (offset: number, length: number) => Promise<Buffer>,
) {
  const length = Math.min(size, 65_557);
  const tail = await read(size - length, length);
  const at = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (at < 0 || at + 22 > tail.length || tail.readUInt32LE(at) !== END)
    throw new CheckpointError(`${path}: expected a zip directory at the end, got none (truncated?)`);
  const small = {
    count: tail.readUInt16LE(at + 10),
    length: tail.readUInt32LE(at + 12),
    start: tail.readUInt32LE(at + 16),
  };
  if (at < 20 || tail.readUInt32LE(at - 20) !== END64_LOCATOR) return small;
  const record = await read(safe(path, tail.readBigUInt64LE(at - 12)), 56);
  if (record.readUInt32LE(0) !== END64)
    throw new CheckpointError(`${path}: expected a zip64 record, got other bytes`);
  return {
    count: safe(path, record.readBigUInt64LE(32)),
    length: safe(path, record.readBigUInt64LE(40)),
    start: safe(path, record.readBigUInt64LE(48)),
  };
}

function centralEntry(path: string, bytes: Buffer, at: number): [ZipEntry, number] {
  if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== CENTRAL)
    throw new CheckpointError(`${path}: expected a zip entry, the directory is damaged`);
  const nameLength = bytes.readUInt16LE(at + 28);
  const extraLength = bytes.readUInt16LE(at + 30);
  const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
  if (bytes.readUInt16LE(at + 10) !== 0 || bytes.readUInt16LE(at + 8) & 1) {
    throw new CheckpointError(
      `${path}, ${name}: expected stored bytes, got compressed or encrypted ones (re-save with torch.save)`,
    );
  }
  const extra = bytes.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength);
  const wide = zip64Field(extra);
  let used = 0;
  const field = (position: number): number => {
    const value = bytes.readUInt32LE(at + position);
    if (value !== 0xffffffff) return value;
    if (wide === undefined || used + 8 > wide.length)
      throw new CheckpointError(`${path}, ${name}: expected a zip64 field, got none`);
    used += 8;
    return safe(path, wide.readBigUInt64LE(used - 8));
  };
  const uncompressed = field(24);
  const length = field(20);
  if (uncompressed !== length)
    throw new CheckpointError(
      `${path}, ${name}: expected equal sizes of a stored entry, got ${length} and ${uncompressed}`,
    );
  return [
    { name, length, offset: field(42) },
    at + 46 + nameLength + extraLength + bytes.readUInt16LE(at + 32),
  ];
}

function zip64Field(extra: Buffer): Buffer | undefined {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) === 1) return extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2));
  }
  return undefined;
}

function safe(path: string, value: bigint): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER))
    throw new CheckpointError(`${path}: expected sizes below 2^53, got ${value}`);
  return Number(value);
}
