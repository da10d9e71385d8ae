import { crc32 } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import type { Tensor } from '../tensor/tensor.ts';

/** Signature and header chunk of every PNG: texts go behind them. */
const HEADER_BYTES = 33;

/**
 * A PNG of one picture with texts, in ComfyUI's layout: an uncompressed tEXt chunk for each keyword.
 * A pixel is the whole part of 255·x, as ComfyUI's SaveImage has it.
 * @param picture [1, H, W, 3], 0 … 1 @param texts JSON by keyword, such as `prompt` and `workflow`
 */
export async function encodePng(
  picture: Tensor,
  texts: Readonly<Record<string, string>> = {},
): Promise<Uint8Array> {
  const png = await opened(picture).png({ compressionLevel: 4 }).toBuffer();
  const chunks = Object.entries(texts).map(([keyword, json]) => textChunk(keyword, json));
  return Buffer.concat([png.subarray(0, HEADER_BYTES), ...chunks, png.subarray(HEADER_BYTES)]);
}

/** The tags under which ComfyUI keeps texts in EXIF: the prompt's, then those of the rest, downwards. */
const EXIF_TAGS = ['Model', 'Make', 'ImageDescription', 'DocumentName'] as const;
/** EXIF is one segment of 64 KiB in a JPEG, and libvips writes no longer one into a WebP; tags take some of it. */
const MAX_EXIF = 65_000;

/**
 * A WebP without loss of one picture with texts, in ComfyUI's layout: EXIF texts `keyword:json`;
 * texts that EXIF has no room for are left out.
 * @param picture [1, H, W, 3], 0 … 1 @param texts JSON by keyword, `prompt` first
 */
export function encodeWebp(
  picture: Tensor,
  texts: Readonly<Record<string, string>> = {},
): Promise<Uint8Array> {
  return opened(picture).withExif(exifOf(texts)).webp({ lossless: true }).toBuffer();
}

/**
 * A JPEG of one picture with texts as in `encodeWebp`.
 * @param picture [1, H, W, 3], 0 … 1 @param texts JSON by keyword, `prompt` first
 */
export function encodeJpegWithTexts(
  picture: Tensor,
  texts: Readonly<Record<string, string>> = {},
): Promise<Uint8Array> {
  const jpeg = { quality: 95, chromaSubsampling: '4:4:4' } as const;
  return opened(picture).withExif(exifOf(texts)).jpeg(jpeg).toBuffer();
}

function exifOf(texts: Readonly<Record<string, string>>): { IFD0: Record<string, string> } {
  const IFD0: Record<string, string> = {};
  let left = MAX_EXIF;
  for (const [place, [keyword, json]] of Object.entries(texts).entries()) {
    const [tag, text] = [EXIF_TAGS[place], `${keyword}:${ascii(json)}`];
    if (tag === undefined || text.length > left) continue;
    IFD0[tag] = text;
    left -= text.length;
  }
  return { IFD0 };
}

/** A small JPEG of one picture, to show unfinished work. @param picture [1, H, W, 3], 0 … 1 @param longest side, pixels */
export function encodeJpeg(picture: Tensor, longest = 512): Promise<Uint8Array> {
  const box = { width: longest, height: longest, fit: 'inside', withoutEnlargement: true } as const;
  return opened(picture).resize(box).jpeg({ quality: 90 }).toBuffer();
}

function opened({ dims, data }: Tensor): Sharp {
  const [batch, height = 0, width = 0, channels] = dims;
  if (batch !== 1 || channels !== 3 || data.length === 0)
    throw new Error(`picture: expected dims [1, H, W, 3], got [${dims.join(', ')}]`);
  const bytes = Uint8Array.from(data, (v) => Math.trunc(Math.fround(255 * Math.min(1, Math.max(0, v)))));
  return sharp(bytes, { raw: { width, height, channels } });
}

function textChunk(keyword: string, json: string): Buffer {
  const body = Buffer.from(`tEXt${keyword}\0${ascii(json)}`, 'latin1');
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(body.length - 4);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return chunk;
}

/** JSON with \u escapes for whatever is not ASCII; outside strings JSON has no such characters. */
const ascii = (json: string): string =>
  json.replace(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
