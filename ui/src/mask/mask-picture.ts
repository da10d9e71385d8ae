import { cellsIn } from './mask-frame.ts';
import { THRESHOLD, type Box, type Mask } from './mask.ts';
import { photoWords } from '../messages/en/photo.ts';

/** Width and height of a picture, in pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** The mask as an opaque grey PNG, exact to the byte; at another size each pixel is the nearest of the mask. */
export async function maskPng(mask: Mask, size: PictureSize = mask): Promise<Blob> {
  const { width, height, alpha } = mask;
  const { canvas, context } = surface(width, height);
  const picture = context.createImageData(width, height);
  alpha.forEach((value, at) => picture.data.set([value, value, value, 255], at * 4));
  context.putImageData(picture, 0, 0);
  if (size.width === width && size.height === height) return pngOf(canvas);
  const scaled = surface(size.width, size.height);
  scaled.context.imageSmoothingEnabled = false;
  scaled.context.drawImage(canvas, 0, 0, size.width, size.height);
  return pngOf(scaled.canvas);
}

/** The mask that a picture holds, at another size: its red channel, or where it has holes, the holes. */
export function maskOfPicture(source: CanvasImageSource, width: number, height: number): Mask {
  const { context } = surface(width, height);
  context.imageSmoothingEnabled = false;
  context.drawImage(source, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  const alphaAt = (at: number) => data[at * 4 + 3] ?? 255;
  const length = width * height;
  let hasHoles = false;
  for (let at = 0; at < length && !hasHoles; at += 1) hasHoles = alphaAt(at) < 255;
  const alpha = Uint8Array.from({ length }, (_, at) => (hasHoles ? 255 - alphaAt(at) : (data[at * 4] ?? 0)));
  return { width, height, alpha };
}

/** Draws what the encoder is shown of a part of the photo: the subject alone, on a ground that the canvas has behind it. */
export function drawSubject(
  canvas: HTMLCanvasElement,
  photo: CanvasImageSource,
  mask: Mask,
  frame: Box,
): void {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return;
  const { width: side } = canvas;
  context.clearRect(0, 0, side, side);
  const [wide, high] = [frame.right - frame.left, frame.bottom - frame.top];
  context.drawImage(photo, frame.left, frame.top, wide, high, 0, 0, side, side);
  const picture = context.getImageData(0, 0, side, side);
  const seen = cellsIn(mask, frame, side);
  const isWhole = mask.alpha.every((value) => value < THRESHOLD);
  if (!isWhole)
    seen.forEach((cell, at) => (picture.data[at * 4 + 3] = cell * (picture.data[at * 4 + 3] ?? 0)));
  context.putImageData(picture, 0, 0);
}

const TINTS = [
  [92, 94, 224],
  [224, 64, 84],
  [30, 160, 90],
  [240, 180, 30],
] as const;

const MEANT = 64;

/** The colour that stands out most against what a mask covers of a picture, or against all of it. */
export function contrastingTint(photo: CanvasImageSource, mask: Mask): readonly [number, number, number] {
  const { context } = surface(MEANT, MEANT);
  context.drawImage(photo, 0, 0, MEANT, MEANT);
  const { data } = context.getImageData(0, 0, MEANT, MEANT);
  const all = Array.from({ length: MEANT * MEANT }, (_, at) => at);
  const cells = cellsIn(mask, { left: 0, top: 0, right: mask.width, bottom: mask.height }, MEANT);
  const covered = all.filter((at) => cells[at] === 1);
  const seen = covered.length > 0 ? covered : all;
  const mean = [0, 1, 2].map((c) => seen.reduce((sum, at) => sum + (data[at * 4 + c] ?? 0), 0) / seen.length);
  const far = (tint: readonly number[]) => Math.hypot(...tint.map((value, c) => value - (mean[c] ?? 0)));
  return [...TINTS].sort((a, b) => far(b) - far(a))[0] ?? TINTS[0];
}

/** The largest side of a picture that is cut or painted on. */
export const MOST_SIDE = 2048;

/** A picture cut to a square, at most `MOST_SIDE` pixels a side. */
export function squareOf(
  source: CanvasImageSource,
  { x, y, side }: { readonly x: number; readonly y: number; readonly side: number },
): HTMLCanvasElement {
  const out = Math.min(MOST_SIDE, Math.round(side));
  const { canvas, context } = surface(out, out);
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, x, y, side, side, 0, 0, out, out);
  return canvas;
}

/** A canvas as a PNG. @throws when it cannot be drawn */
export async function pngOf(canvas: HTMLCanvasElement): Promise<Blob> {
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, 'image/png');
  });
  if (!blob) throw new Error(photoWords.undrawable);
  return blob;
}

function surface(width: number, height: number) {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error(photoWords.noCanvas);
  return { canvas, context };
}
