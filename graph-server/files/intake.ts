import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { atomicCreate, atomicWrite } from './atomic-write.ts';
import { relativeName, resolveWithin } from './confine.ts';
import type { FileRoot, Folders } from './folders.ts';

/** Where an upload goes. */
export interface Destination {
  readonly type: FileRoot;
  readonly subfolder: string;
  readonly overwrite: boolean;
}

/** Where a file lies, as ComfyUI's clients name it. */
export interface StoredFile {
  readonly name: string;
  readonly subfolder: string;
  readonly type: FileRoot;
}

const MAX_SUFFIX = 10_000;

/**
 * Stores an upload under its name; equal contents keep one file, other contents of that name become `name (1).ext`.
 * @throws FileNameError when the name or subfolder leaves the folder
 */
export async function storeUpload(
  folders: Folders,
  filename: string,
  bytes: Uint8Array,
  to: Destination,
): Promise<StoredFile> {
  const { type, subfolder, overwrite } = to;
  const extension = extname(filename);
  const stem = filename.slice(0, filename.length - extension.length);
  for (let count = 0; count < MAX_SUFFIX; count += 1) {
    const name = count === 0 ? filename : `${stem} (${count})${extension}`;
    const path = await resolveWithin(folders[type], relativeName(subfolder, name));
    const stored = { name, subfolder, type };
    if (overwrite) {
      await atomicWrite(path, bytes);
      return stored;
    }
    if ((await holds(path, bytes)) || (await atomicCreate(path, bytes))) return stored;
  }
  throw new Error(`${filename}: expected a free name, got ${MAX_SUFFIX} files of that name`);
}

async function holds(path: string, bytes: Uint8Array): Promise<boolean> {
  const size = await stat(path).then(
    (found) => found.size,
    () => -1,
  );
  return size === bytes.length && sha256(await readFile(path)) === sha256(bytes);
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
