import { latin1 } from './latin1.ts';

const TYPE_ASCII = 2;
const TYPE_UNDEFINED = 7;
const TAG_EXIF_FOLDER = 0x8769;
const TAG_USER_COMMENT = 0x9286;
const MAX_ENTRIES = 1_000;

/** The EXIF data of a JPEG (its first such APP1 segment) or WebP (its EXIF chunk); undefined without any. */
export function exifOf(bytes: Uint8Array): Uint8Array | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return jpegExif(bytes);
  const isWebp = latin1(bytes.subarray(0, 4)) === 'RIFF' && latin1(bytes.subarray(8, 12)) === 'WEBP';
  return isWebp ? webpExif(bytes) : undefined;
}

function jpegExif(bytes: Uint8Array): Uint8Array | undefined {
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
    const segment = bytes.subarray(at + 4, at + 2 + length);
    if (marker === 0xda || length < 2) return undefined;
    if (marker === 0xe1 && latin1(segment.subarray(0, 4)) === 'Exif') return segment;
    at += 2 + length;
  }
  return undefined;
}

function webpExif(bytes: Uint8Array): Uint8Array | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 12;
  while (at + 8 <= bytes.length) {
    const length = view.getUint32(at + 4, true);
    if (latin1(bytes.subarray(at, at + 4)) === 'EXIF') return bytes.subarray(at + 8, at + 8 + length);
    at += 8 + length + (length % 2);
  }
  return undefined;
}

/** The texts of EXIF data in the order of its entries: ASCII ones, and the user's comment. */
export function exifTexts(exif: Uint8Array): string[] {
  const tiff = latin1(exif.subarray(0, 4)) === 'Exif' ? exif.subarray(6) : exif;
  if (tiff.length < 8) return [];
  const order = latin1(tiff.subarray(0, 2));
  if (order !== 'II' && order !== 'MM') return [];
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  const isLittle = order === 'II';
  const first = entriesAt(view, view.getUint32(4, isLittle), isLittle);
  const folder = first.find(({ tag }) => tag === TAG_EXIF_FOLDER);
  const entries = folder ? [...first, ...entriesAt(view, folder.value, isLittle)] : first;
  return entries.flatMap((entry) => textOf(entry, tiff, isLittle) ?? []);
}

interface Entry {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  /** Up to four bytes lie here themselves, else `value` is where they begin. */
  readonly at: number;
  readonly value: number;
}

function entriesAt(view: DataView, start: number, isLittle: boolean): Entry[] {
  if (start + 2 > view.byteLength) return [];
  const count = Math.min(view.getUint16(start, isLittle), MAX_ENTRIES);
  const entries: Entry[] = [];
  for (let at = start + 2; entries.length < count && at + 12 <= view.byteLength; at += 12) {
    entries.push({
      tag: view.getUint16(at, isLittle),
      type: view.getUint16(at + 2, isLittle),
      count: view.getUint32(at + 4, isLittle),
      at: at + 8,
      value: view.getUint32(at + 8, isLittle),
    });
  }
  return entries;
}

function textOf({ tag, type, count, at, value }: Entry, tiff: Uint8Array, isLittle: boolean) {
  const isComment = tag === TAG_USER_COMMENT && type === TYPE_UNDEFINED;
  if (type !== TYPE_ASCII && !isComment) return undefined;
  const start = count <= 4 ? at : value;
  if (start + count > tiff.length) return undefined;
  const bytes = tiff.subarray(start, start + count);
  return isComment ? comment(bytes, isLittle) : utf8(bytes);
}

/** A comment begins with eight bytes that name its characters. */
function comment(bytes: Uint8Array, isLittle: boolean): string {
  const text = bytes.subarray(8);
  const isUtf16 = latin1(bytes.subarray(0, 7)) === 'UNICODE';
  if (!isUtf16) return utf8(text);
  // of two bytes of an ASCII character the zero tells the order, whatever the rest of the file has
  const isLittleText = text[1] === 0 || (text[0] !== 0 && isLittle);
  const units = Array.from({ length: text.length >> 1 }, (_, index) => {
    const [a, b] = [text[2 * index] ?? 0, text[2 * index + 1] ?? 0];
    return isLittleText ? a | (b << 8) : (a << 8) | b;
  });
  return units.map((unit) => String.fromCharCode(unit)).join('');
}

function utf8(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
}
