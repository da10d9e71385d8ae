import sharp, { type Sharp } from 'sharp';
import { tensor, type Tensor } from '../tensor/tensor.ts';

/** A decoded picture. */
export interface DecodedPicture {
  /** [1, H, W, 3], 0 … 1, upright */
  readonly image: Tensor;
  /** Opacity, [1, H, W], 0 … 1; undefined for a picture without it. */
  readonly alpha: Tensor | undefined;
}

const MAX_PIXELS = 64_000_000;

const SIGNATURES: readonly (readonly [name: string, beginning: RegExp])[] = [
  ['PNG', /^\x89PNG\r\n/],
  ['JPEG', /^\xff\xd8\xff/],
  ['WebP', /^RIFF[^]{4}WEBP/],
];

/** What people take for pictures, for the sentence that refuses it. */
const OTHERS: readonly (readonly [name: string, beginning: RegExp])[] = [
  ['an empty file', /^$/],
  ['a GIF', /^GIF8/],
  ['a PDF', /^%PDF/],
  ['an SVG or HTML text', /^\s*</],
  ['a TIFF', /^(II\*|MM)/],
  ['a BMP', /^BM/],
  ['a HEIC or AVIF picture', /^[^]{4}ftyp/],
  ['a zip archive', /^PK/],
];

sharp.cache(false);
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadPng', 'VipsForeignLoadJpeg', 'VipsForeignLoadWebp'] });

/**
 * Decodes a PNG, JPEG or WebP file to 8-bit RGB, turned upright as its EXIF data say; of an animation the first picture.
 * @param name of the file, for errors
 * @throws when the bytes are another kind of file, damaged, cut off, or too large a picture
 */
export async function decodePicture(bytes: Uint8Array, name: string): Promise<DecodedPicture> {
  const beginning = Buffer.from(bytes.subarray(0, 32)).toString('latin1');
  const kind = SIGNATURES.find(([, signature]) => signature.test(beginning))?.[0];
  if (kind === undefined)
    throw new Error(`${name}: expected a PNG, JPEG or WebP picture, got ${described(beginning)}`);
  const file = sharp(bytes, { limitInputPixels: false, failOn: 'warning', autoOrient: true });
  const damaged = (cause: unknown): never => {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new Error(
      `${name}: expected a PNG, JPEG or WebP picture, got a damaged or truncated ${kind} (${reason})`,
      { cause },
    );
  };
  const { width, height } = await file.metadata().catch(damaged);
  if (width * height > MAX_PIXELS)
    throw new Error(
      `${name}: expected at most ${MAX_PIXELS / 1e6} megapixels, got ${width}×${height} pixels`,
    );
  return planes(file).catch(damaged);
}

async function planes(file: Sharp): Promise<DecodedPicture> {
  const { data, info } = await file
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const pixels = width * height;
  const image = new Float32Array(pixels * 3);
  const alpha = channels === 4 ? new Float32Array(pixels) : undefined;
  for (let i = 0; i < pixels; i += 1) {
    for (let c = 0; c < 3; c += 1) image[i * 3 + c] = (data[i * channels + c] ?? 0) / 255;
    if (alpha) alpha[i] = (data[i * channels + 3] ?? 0) / 255;
  }
  return {
    image: tensor(image, [1, height, width, 3]),
    alpha: alpha && tensor(alpha, [1, height, width]),
  };
}

function described(beginning: string): string {
  const known = OTHERS.find(([, signature]) => signature.test(beginning))?.[0];
  if (known !== undefined) return known;
  if (/^[\t\n\r\x20-\x7e]+$/.test(beginning)) return 'a text';
  return `a file that begins with ${Buffer.from(beginning.slice(0, 4), 'latin1').toString('hex')}`;
}
