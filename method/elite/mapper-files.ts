import { open, stat, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';

/**
 * Refuses two mappers that are one, or that are exchanged by their names: both have the same keys and shapes, so that
 * nothing else tells them apart.
 * @throws naming the file, and how to go on
 */
export async function refuseExchangedMappers(global: string, local: string): Promise<void> {
  if (await haveSameContents(global, local)) {
    const got = local === global ? 'the same' : `one with the contents of ${global}`;
    throw new Error(`${local}: expected another file than the global mapper, got ${got}`);
  }
  refuseNameOf('local', global, 'global');
  refuseNameOf('global', local, 'local');
}

function refuseNameOf(other: string, path: string, expected: string): void {
  const name = basename(path).toLowerCase();
  if (!name.includes(other) || name.includes(expected)) return;
  throw new Error(
    `${path}: expected the ${expected} mapper, got a file whose name says ${other} (exchanged? rename it if it really is the ${expected} mapper)`,
  );
}

const CHUNK = 2 ** 20;

/** Whether two files have the same bytes; they are read as far as they are the same. */
async function haveSameContents(a: string, b: string): Promise<boolean> {
  const { size } = await stat(a);
  if (size !== (await stat(b)).size) return false;
  const files = await Promise.all([open(a), open(b)]);
  try {
    for (let at = 0; at < size; at += CHUNK) {
      const [one, other] = [await bytesAt(files[0], at), await bytesAt(files[1], at)];
      if (!one.equals(other)) return false;
    }
    return true;
  } finally {
    await Promise.all(files.map((file) => file.close()));
  }
}

async function bytesAt(file: FileHandle, position: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(CHUNK), 0, CHUNK, position);
  return buffer.subarray(0, bytesRead);
}
