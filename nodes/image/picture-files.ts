import { createHash } from 'node:crypto';
import { readdir, readFile, realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import type { Folders } from '../../graph-server/engine/sockets.ts';
import { decodePicture, type DecodedPicture } from '../../method/image/decode.ts';

type Place = 'input' | 'output' | 'temp';

/** The pictures that lie directly in the input folder, sorted. */
export async function pictureNames({ input }: Folders): Promise<string[]> {
  const entries = await readdir(input, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && /\.(png|jpe?g|webp)$/i.test(entry.name))
    .map(({ name }) => name)
    .sort();
}

/**
 * Decodes the picture of a name such as `dog.png`, `pets/dog.png` or `dog.png [output]`.
 * @throws when there is no such file inside its folder, or when it is no picture
 */
export async function readPicture(name: string, folders: Folders): Promise<DecodedPicture> {
  return decodePicture(await readFile(await picturePath(name, folders)), name);
}

/** SHA-256 of a picture's file; the empty text for a name that is not known yet. @throws as `readPicture` does */
export async function pictureHash(name: string | undefined, folders: Folders): Promise<string> {
  if (name === undefined) return '';
  const bytes = await readFile(await picturePath(name, folders));
  return createHash('sha256').update(bytes).digest('hex');
}

/** Why there is no such picture file, in a sentence; undefined when there is one. */
export async function missingPicture(
  name: string | undefined,
  folders: Folders,
): Promise<string | undefined> {
  if (name === undefined) return undefined;
  return picturePath(name, folders).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}

async function picturePath(name: string, folders: Folders): Promise<string> {
  const { file, place } = annotated(name);
  const root = folders[place];
  const outside = new Error(`${name}: expected a file inside the ${place} folder, got a name that leads out`);
  if (file === '' || isAbsolute(file) || /[\\\0]/.test(file) || file.split('/').includes('..')) throw outside;
  const real = await realpath(join(root, file)).catch((cause: unknown) => {
    throw new Error(`${name}: no such file in the ${place} folder (upload it, or choose one that is there)`, {
      cause,
    });
  });
  const way = relative(await realpath(root), real);
  if (way === '' || way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)) throw outside;
  return real;
}

/** Splits ComfyUI's annotated name; without an annotation it is a file of the input folder. */
function annotated(name: string): { readonly file: string; readonly place: Place } {
  for (const place of ['input', 'output', 'temp'] as const)
    if (name.endsWith(`[${place}]`)) return { file: name.slice(0, -place.length - 2).trimEnd(), place };
  return { file: name, place: 'input' };
}
