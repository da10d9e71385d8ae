import { words } from '../messages/en/words.ts';
import { photoWords } from '../messages/en/photo.ts';
import { isHeic } from './photos.ts';

const MAX_PIXELS = 64e6;
const LEAST_SIDE = 64;

/** A decoded photo, upright. */
export interface PhotoSource {
  readonly name: string;
  readonly bitmap: ImageBitmap;
  readonly file: Blob;
}

/** Decodes a picture upright. @throws a sentence for one that cannot be used */
export async function decodedPhoto(file: Blob, name: string): Promise<PhotoSource> {
  if (await isHeic(file)) throw new Error(words.photo.heic(name));
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => {
    throw new Error(words.photo.broken(name));
  });
  const { width, height } = bitmap;
  if (width * height > MAX_PIXELS) throw new Error(photoWords.tooLarge(name, width * height * 1e-6));
  if (Math.min(width, height) < LEAST_SIDE)
    throw new Error(photoWords.tooSmall(name, Math.min(width, height)));
  return { name, bitmap, file };
}

/** A name for bytes: the first half of their SHA-256, or a random one where the page may not hash. */
export async function nameOfBytes(blob: Blob): Promise<string> {
  const subtle = (globalThis.crypto as { readonly subtle?: SubtleCrypto }).subtle;
  const bytes = subtle
    ? new Uint8Array(await subtle.digest('SHA-256', await blob.arrayBuffer()))
    : crypto.getRandomValues(new Uint8Array(16));
  return [...bytes.slice(0, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
