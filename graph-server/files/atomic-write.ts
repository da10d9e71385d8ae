import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readdir, rename, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Writes a file whole or not at all: beside its place, fsync, rename. Folders above it are made. */
export async function atomicWrite(path: string, bytes: Uint8Array | string): Promise<void> {
  const temporary = await writeBeside(path, bytes);
  await rename(temporary, path).catch(async (cause: unknown) => {
    await unlink(temporary).catch(() => undefined);
    throw cause;
  });
  await syncFolder(dirname(path));
}

/** As `atomicWrite`, but answers false and changes nothing when the name is taken. */
export async function atomicCreate(path: string, bytes: Uint8Array | string): Promise<boolean> {
  const temporary = await writeBeside(path, bytes);
  try {
    await link(temporary, path);
  } catch (cause) {
    if (isCode(cause, 'EEXIST')) return false;
    throw cause;
  } finally {
    await unlink(temporary);
  }
  await syncFolder(dirname(path));
  return true;
}

const STRAY = /^\.[0-9a-f]{16}\.part$/;

/** Removes what writers that died left beside their files; an absent folder has none. */
export async function removeStrays(folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  const strays = entries.filter((entry) => entry.isFile() && STRAY.test(entry.name));
  await Promise.all(strays.map((entry) => unlink(join(entry.parentPath, entry.name))));
}

/** Whether something thrown is a system error of this code. */
export function isCode(thrown: unknown, code: string): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === code;
}

async function writeBeside(path: string, bytes: Uint8Array | string): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path.slice(0, path.length - nameLength(path))}.${randomBytes(8).toString('hex')}.part`;
  const file = await open(temporary, 'wx');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } catch (cause) {
    await unlink(temporary).catch(() => undefined); // a full disk needs the space
    throw cause;
  } finally {
    await file.close();
  }
  return temporary;
}

function nameLength(path: string): number {
  return path.length - dirname(path).length - (dirname(path).endsWith('/') ? 0 : 1);
}

/** A rename is on disk when its folder is; Windows cannot open folders and needs no such step. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
