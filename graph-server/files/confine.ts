import { realpath, stat } from 'node:fs/promises';
import { dirname, join, relative, isAbsolute, sep } from 'node:path';

/** A name that a folder does not take: it leaves the folder or is none that a file can have everywhere. */
export class FileNameError extends Error {}

const MAX_NAME_BYTES = 200;
const DEVICE_NAMES = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * The parts of a relative name, each one checked.
 * @throws FileNameError for an absolute name, `..`, a drive, a device, a control character or a part over 200 bytes
 */
export function safeParts(name: string): string[] {
  const parts = name.split('/');
  for (const part of parts) {
    const wrong = wrongPart(part);
    if (wrong)
      throw new FileNameError(
        `${JSON.stringify(name.slice(0, 100))}: expected a name inside the folder, got ${wrong}`,
      );
  }
  return parts;
}

function wrongPart(part: string): string | undefined {
  if (part === '') return 'an empty part';
  if (part === '.' || part === '..') return `"${part}"`;
  if (/[\\:\p{Cc}]/u.test(part)) return 'a backslash, colon or control character';
  if (DEVICE_NAMES.test(part)) return 'the name of a device';
  if (Buffer.byteLength(part) > MAX_NAME_BYTES) return `a part over ${MAX_NAME_BYTES} bytes`;
  return undefined;
}

/**
 * The absolute path of a name below `root`; neither `..` nor a link leads out of it.
 * @param name relative, with `/` between its parts; the file itself need not exist
 * @throws FileNameError when the name leaves the folder
 */
export async function resolveWithin(root: string, name: string): Promise<string> {
  const path = join(root, ...safeParts(name));
  const realRoot = await realpath(root);
  const real = await realOfNearest(path);
  if (!isWithin(realRoot, real))
    throw new FileNameError(
      `${JSON.stringify(name)}: expected a name inside the folder, got a link that leads out`,
    );
  return path;
}

/** As `resolveWithin`, for a file that must exist; undefined when it does not. */
export async function existingWithin(root: string, name: string): Promise<string | undefined> {
  const path = await resolveWithin(root, name);
  const isFile = await stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
  return isFile ? path : undefined;
}

/** Joins a subfolder, which may be empty, and a file name to one relative name. */
export function relativeName(subfolder: string, filename: string): string {
  const folder = subfolder.replace(/\/+$/, '');
  return folder === '' ? filename : `${folder}/${filename}`;
}

/** The real path of a file, or of the nearest folder above it that exists. */
async function realOfNearest(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : realOfNearest(parent);
  }
}

function isWithin(root: string, path: string): boolean {
  const way = relative(root, path);
  return way === '' || (!isAbsolute(way) && way !== '..' && !way.startsWith(`..${sep}`));
}
