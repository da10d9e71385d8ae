import { squareOf, pngOf } from '../mask/mask-picture.ts';
import { words } from '../messages/en/words.ts';
import { photoWords } from '../messages/en/photo.ts';
import type { Command } from '../model/command.ts';
import type { Square } from '../model/crop.ts';
import type { FieldPlace } from '../model/roles.ts';
import { inputFile, viewUrl } from '../net/server-client.ts';
import { doc } from './editor.ts';
import { storePicture } from './photos.ts';
import { decodedPhoto, type PhotoSource } from './picture-source.ts';
import { setting, valueAt } from './start.ts';
import { say } from './toasts.ts';

/** A picture to cut, and the square that was last cut from it. */
export interface Cuttable {
  readonly photo: PhotoSource;
  /** The value that names the picture. */
  readonly of: string;
  readonly square?: Square;
}

/** What the picture of a field was cut from, or the picture itself where it was not cut. @throws when it cannot be read */
export async function cuttable(place: FieldPlace): Promise<Cuttable> {
  const value = textAt(place);
  const crop = doc.value.nodes.get(place.node)?.crops[place.field];
  if (crop?.made !== value) return { photo: await storedPhoto(value), of: value };
  const { of, square } = crop;
  const photo = await storedPhoto(of).catch(() => undefined);
  if (photo) return { photo, of, square };
  say(photoWords.originalGone(of), { kind: 'error' });
  return { photo: await storedPhoto(value), of: value };
}

/** The picture of a field. @throws when it cannot be read */
export function photoAt(place: FieldPlace): Promise<PhotoSource> {
  return storedPhoto(textAt(place));
}

/** Stores a square of a picture; answers the commands that make it the value of a field and keep what it was cut from. */
export async function storeCrop(
  place: FieldPlace | undefined,
  { photo, of, square }: Required<Cuttable>,
): Promise<Command[]> {
  const made = await storeSquare(photo, square);
  if (!place) return [];
  const crop = { made, of, square };
  return [...setting(place, made), { kind: 'setCrop', node: place.node, name: place.field, crop }];
}

/** Stores a square of a picture; answers the value that names it. */
export async function storeSquare(photo: PhotoSource, square: Square): Promise<string> {
  const stem = photo.name.replace(/\.\w+$/, '').replace(/-square$/, '');
  return storePicture(await pngOf(squareOf(photo.bitmap, square)), `${stem}-square.png`);
}

function textAt(place: FieldPlace): string {
  const value = valueAt(place);
  return typeof value === 'string' ? value : '';
}

async function storedPhoto(value: string): Promise<PhotoSource> {
  const file = inputFile(value);
  const response = await fetch(viewUrl(file));
  if (!response.ok) throw new Error(words.photo.broken(file.filename));
  return decodedPhoto(await response.blob(), file.filename);
}
