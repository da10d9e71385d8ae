import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
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

/** A name for bytes: their SHA-256, which a page that is not on HTTPS can tell too. */
export async function nameOfBytes(blob: Blob): Promise<string> {
  return bytesToHex(sha256(new Uint8Array(await blob.arrayBuffer())));
}
