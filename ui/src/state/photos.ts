import { dispatch, doc, objectInfo, types } from './editor.ts';
import { words } from '../messages/en/words.ts';
import { newNode } from '../model/open-document.ts';
import { isMaskType } from '../model/roles.ts';
import { addedChoice, type ObjectInfo } from '../model/object-info.ts';
import { uploadPicture } from '../net/server-client.ts';
import { say, sayError } from './toasts.ts';

const PICTURE = /^image\/(png|jpeg|webp|avif|bmp|gif)$/;
const DIRECT = /^image\/(png|jpeg|webp)$/;
const MAX_BYTES = 40 * 2 ** 20;

/** Whether a file calls itself a picture that the editor takes. */
export function isPicture(file: File): boolean {
  return PICTURE.test(file.type);
}

/** Uploads a picture and makes it the value of a photo field. */
export async function setPhoto(node: string, input: string, file: File): Promise<void> {
  try {
    const value = await uploaded(file);
    if (value !== undefined) dispatch({ kind: 'setValue', node, name: input, value });
  } catch (error) {
    sayError(error);
  }
}

/** Uploads a picture into a new photo node. */
export async function addPhoto(file: File, at: readonly [number, number]): Promise<void> {
  try {
    const type = [...types.value.values()].find(({ fields }) => fields.some(({ kind }) => kind === 'photo'));
    const field = type?.fields.find(({ kind }) => kind === 'photo');
    if (!type || !field) {
      say(words.photo.noNode, { kind: 'error' });
      return;
    }
    const value = await uploaded(file);
    if (value === undefined) return;
    const node = newNode(type, at);
    dispatch({ kind: 'add', node: { ...node, values: { ...node.values, [field.name]: value } } });
  } catch (error) {
    sayError(error);
  }
}

/** Stores a picture that the editor made, and answers the value that names it. */
export async function storePicture(blob: Blob, name: string, subfolder = ''): Promise<string> {
  const value = await uploadPicture(blob, name, subfolder);
  objectInfo.value = offering(objectInfo.value, value);
  return subfolder === '' ? value : `${value} [input]`;
}

/** Stores a photo as it is, or as a PNG where the server may not know its form; answers the value that names it. */
export async function storePhoto(file: Blob, name: string): Promise<string> {
  return DIRECT.test(file.type) ? storePicture(file, name) : storePicture(...(await asPng(file, name)));
}

/** Whether the photo field of a node holds a mask. */
export function isMaskNode(node: string): boolean {
  const type = types.value.get(doc.value.nodes.get(node)?.type ?? '');
  return type === undefined || isMaskType(type);
}

/** Whether a file is a HEIC picture: it begins with a box `ftyp` of one of these brands. */
export async function isHeic(file: Blob): Promise<boolean> {
  const first = await file
    .slice(0, 12)
    .arrayBuffer()
    .catch(() => new ArrayBuffer()); // a folder has no bytes
  const text = String.fromCharCode(...new Uint8Array(first));
  return text.slice(4, 8) === 'ftyp' && /^(heic|heix|hevc|heim|heis|mif1|msf1)/.test(text.slice(8));
}

/** The photo field that a picture dropped on a node goes to. */
export function photoInput(node: string): string | undefined {
  const type = types.value.get(doc.value.nodes.get(node)?.type ?? '');
  return type?.fields.find(({ kind }) => kind === 'photo')?.name;
}

/** Whether a file can be a photo; says why not. */
export async function isUsable(file: File): Promise<boolean> {
  if (await isHeic(file)) {
    say(words.photo.heic(file.name), { kind: 'error' });
    return false;
  }
  if (!isPicture(file)) {
    say(words.photo.refused(file.name, file.type), { kind: 'error' });
    return false;
  }
  if (file.size > MAX_BYTES) {
    say(words.photo.tooHeavy(file.name, file.size / 2 ** 20), { kind: 'error' });
    return false;
  }
  return true;
}

async function uploaded(file: File): Promise<string | undefined> {
  if (!(await isUsable(file))) return undefined;
  return storePhoto(file, file.name);
}

/** What the server's decoder may not know is turned into PNG by the browser, which shows it anyway. */
async function asPng(file: Blob, name: string): Promise<readonly [Blob, string]> {
  const bitmap = await createImageBitmap(file).catch(() => {
    throw new Error(words.photo.broken(name));
  });
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [bitmap.width, bitmap.height];
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, 'image/png');
  });
  if (!blob) throw new Error(words.photo.undrawable(name));
  return [blob, `${name.replace(/\.\w+$/, '')}.png`];
}

/** The node types with one more picture to choose from. */
function offering(info: ObjectInfo, value: string): ObjectInfo {
  return Object.fromEntries(Object.entries(info).map(([name, entry]) => [name, addedChoice(entry, value)]));
}
