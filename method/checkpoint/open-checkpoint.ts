import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { CheckpointError, type Checkpoint } from './checkpoint.ts';
import { openSafetensors } from './safetensors.ts';
import { openShards } from './shards.ts';
import { LEGACY_MAGIC, openTorchLegacy } from './torch-legacy.ts';
import { openTorchZip } from './torch-zip.ts';

/** Bytes that tell what a file is. */
const HEAD_BYTES = 256;
/** Characters of a text that a message shows. */
const SHOWN = 20;

/**
 * Opens weights by the first bytes of their file, whatever its name: safetensors, what `torch.save` writes, or an index of such files.
 * @throws CheckpointError when the file is missing or is none of them
 */
export async function openCheckpoint(path: string): Promise<Checkpoint> {
  const absolute = resolve(path);
  const head = await firstBytes(absolute);
  if (isJson(head)) return openShards(absolute, openFile);
  return openFile(absolute, head);
}

async function openFile(absolute: string, known?: Buffer): Promise<Checkpoint> {
  const head = known ?? (await firstBytes(absolute));
  if (isSafetensors(head)) return openSafetensors(absolute);
  if (head.length >= 4 && head.readUInt32BE(0) === 0x504b0304) return openTorchZip(absolute);
  if (head.subarray(0, LEGACY_MAGIC.length).equals(LEGACY_MAGIC)) return openTorchLegacy(absolute);
  throw new CheckpointError(
    `${absolute}: expected safetensors or what torch.save writes, got ${describe(head)}`,
  );
}

async function firstBytes(path: string): Promise<Buffer> {
  const file = await open(path).catch((cause: unknown) => {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    const what = isMissing ? 'no such file' : 'expected a file that may be read, it may not';
    throw new CheckpointError(`${path}: ${what}`, { cause });
  });
  try {
    if (!(await file.stat()).isFile())
      throw new CheckpointError(`${path}: expected a file of weights, got a folder or device`);
    const bytes = Buffer.alloc(HEAD_BYTES);
    const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
    return bytes.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** The length that begins a safetensors file has a zero among its bytes, which no text has. */
const isSafetensors = (head: Buffer): boolean =>
  head.length >= 9 && head[8] === 0x7b && head.subarray(0, 8).includes(0);

const isJson = (head: Buffer): boolean =>
  head[0] === 0x7b && head.length > 2 && !head.subarray(0, 8).includes(0);

function describe(head: Buffer): string {
  const text = textOf(head);
  if (text.startsWith('version https://git-lfs'))
    return 'a Git LFS pointer (git lfs pull fetches the file itself)';
  if (text.startsWith('<')) return 'a web page (a login or warning page saved in its place?)';
  if (text !== '')
    return `text that begins with ${JSON.stringify(Array.from(text).slice(0, SHOWN).join(''))}`;
  if (head.length < 9) return `${head.length} bytes (truncated?)`;
  if (head[0] === 0x80) return 'a bare pickle (re-save with torch.save)';
  return `a file that begins with ${head.subarray(0, 4).toString('hex')}`;
}

/** The text that a file begins with, without white space before it; empty where it begins with anything else. */
function textOf(head: Buffer): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true }); // the last character may be cut
    return /[^\P{Cc}\s]/u.test(text) ? '' : text.trimStart();
  } catch {
    return '';
  }
}
