import sharp, { type Sharp } from 'sharp';
import { copyPngTexts } from './png-chunks.ts';
import type { PictureRequest } from './requests.ts';

const MAX_PIXELS = 64_000_000;
const TIMEOUT_SECONDS = 20;

sharp.cache(false);
sharp.concurrency(1);
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadPng', 'VipsForeignLoadJpeg', 'VipsForeignLoadWebp'] });

/**
 * Answers one request for a picture: decodes what it is given and encodes anew.
 * @throws when the bytes are no whole PNG, JPEG or WebP
 */
export async function answerPicture(request: PictureRequest): Promise<Uint8Array> {
  switch (request.kind) {
    case 'preview':
      return preview(open(request.bytes), request);
    case 'channel':
      return request.channel === 'rgb'
        ? open(request.bytes).removeAlpha().png().toBuffer()
        : alphaOnly(request.bytes);
    case 'mask':
      return masked(request.original, request.bytes);
    case 'check':
      await open(request.bytes).stats();
      return new Uint8Array();
  }
}

function open(bytes: Uint8Array): Sharp {
  return sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'warning' }).timeout({
    seconds: TIMEOUT_SECONDS,
  });
}

type Preview = Extract<PictureRequest, { readonly kind: 'preview' }>;

/** Upright, since what says how a photo was held goes. */
function preview(picture: Sharp, { format, quality, side }: Preview): Promise<Uint8Array> {
  const upright = picture.rotate();
  const small =
    side === undefined ? upright : upright.resize(side, side, { fit: 'inside', withoutEnlargement: true });
  return format === 'webp'
    ? small.webp({ quality }).toBuffer()
    : small.removeAlpha().jpeg({ quality }).toBuffer();
}

/** A black picture whose alpha is the alpha of the given one. */
async function alphaOnly(bytes: Uint8Array): Promise<Uint8Array> {
  const alpha = await open(bytes)
    .ensureAlpha()
    .extractChannel('alpha')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return joinAlpha(sharp({ create: { ...sizeOf(alpha.info), channels: 3, background: 'black' } }), alpha);
}

/** The original's colours with the alpha of the upload; the original's texts (workflow, prompt) stay. */
async function masked(original: Uint8Array, upload: Uint8Array): Promise<Uint8Array> {
  const colours = await open(original)
    .removeAlpha()
    .toColourspace('srgb')
    .png()
    .toBuffer({ resolveWithObject: true });
  const alpha = await open(upload)
    .ensureAlpha()
    .extractChannel('alpha')
    .resize({ ...sizeOf(colours.info), fit: 'fill' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return copyPngTexts(original, await joinAlpha(open(colours.data), alpha));
}

function joinAlpha(
  colours: Sharp,
  alpha: { data: Buffer; info: { width: number; height: number } },
): Promise<Uint8Array> {
  return colours
    .joinChannel(alpha.data, { raw: { ...sizeOf(alpha.info), channels: 1 } })
    .png()
    .toBuffer();
}

function sizeOf({ width, height }: { width: number; height: number }): { width: number; height: number } {
  return { width, height };
}
