import { mapped, type Tensor } from '../tensor/tensor.ts';
import { scalePictures, type PictureSize } from './resize.ts';

/** From this 8-bit value on a mask's pixel is the subject. */
const SUBJECT = 128;

/** A rectangle of pixels; it may reach over the picture's edges. */
export interface Box extends PictureSize {
  readonly top: number;
  readonly left: number;
}

/** How a mask is brought to the grid of patches. */
export type GridSampling = 'nearest' | 'area';

/** 1 where a mask is at least 128 of 255, else 0. @param mask any dims, 0 … 1 */
export const subjectMask = (mask: Tensor): Tensor => mapped(mask, (v) => (isSubject(v) ? 1 : 0));

/**
 * A mask on the grid of patches, 0 or 1.
 * `nearest` takes the pixel ⌊i·in/out⌋ of each cell, its top left one, so that thin parts may vanish; `area` asks for half the cell.
 * Source: the released code of Wei et al. 2023, which has `nearest` alone.
 * @param mask [B, H, W], 0 … 1 @param side cells along each axis @returns [B, side, side]
 */
export function gridMask(mask: Tensor, side: number, sampling: GridSampling = 'nearest'): Tensor {
  const [batch = 0, height = 0, width = 0] = mask.dims;
  if (sampling === 'area') {
    const picture = { dims: [batch, height, width, 1], data: subjectMask(mask).data };
    const { data } = scalePictures(picture, { height: side, width: side }, 'area');
    return { dims: [batch, side, side], data: data.map((v) => (v >= 0.5 ? 1 : 0)) };
  }
  const out = new Float32Array(batch * side * side);
  for (let i = 0; i < out.length; i += 1) {
    const [b, row, column] = [Math.floor(i / side ** 2), Math.floor(i / side) % side, i % side];
    const [y, x] = [Math.floor((row * height) / side), Math.floor((column * width) / side)];
    out[i] = isSubject(mask.data[(b * height + y) * width + x] ?? 0) ? 1 : 0;
  }
  return { dims: [batch, side, side], data: out };
}

/**
 * The subject on black: each pixel where the mask is at least 128 of 255, else 0.
 * @param pictures [B, H, W, 3], 0 … 1 @param mask [B or 1, H, W], 0 … 1 @returns [B, H, W, 3]
 * @throws when the mask has another size than the picture
 */
export function maskedPicture(pictures: Tensor, mask: Tensor): Tensor {
  requireSameSize(pictures, mask);
  const channels = pictures.dims[3] ?? 1;
  const subject = subjectMask(mask).data;
  return mapped(pictures, (v, i) => v * (subject[Math.floor(i / channels) % subject.length] ?? 0));
}

/**
 * Pictures with mid-grey where a mask is above a half: what an autoencoder is shown of a hole.
 * @param pictures [B, H, W, C], 0 … 1 @param mask [M, H, W], 0 … 1; fewer masks than pictures are taken in turn
 */
export function greyedOut(pictures: Tensor, mask: Tensor): Tensor {
  const channels = pictures.dims[3] ?? 1;
  return mapped(pictures, (v, i) =>
    (mask.data[Math.floor(i / channels) % mask.data.length] ?? 0) > 0.5 ? 0.5 : v,
  );
}

/** Refuses a mask that is not of the picture's size. @throws with both sizes */
export function requireSameSize(pictures: Tensor, mask: Tensor): void {
  const [batch = 0, height = 0, width = 0] = pictures.dims;
  const [masks = 0, tall = 0, wide = 0] = mask.dims;
  if (tall !== height || wide !== width)
    throw new Error(`mask: expected ${width}×${height} pixels as its picture, got ${wide}×${tall}`);
  if (masks !== batch && masks !== 1)
    throw new Error(`mask: expected 1 or ${batch} masks for ${batch} pictures, got ${masks}`);
}

/** The smallest box around the subject of the first mask; undefined when it is empty. @param mask [B, H, W] */
export function subjectBox({ dims, data }: Tensor): Box | undefined {
  const [, height = 0, width = 0] = dims;
  let [top, left, bottom, right] = [height, width, -1, -1];
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      if (!isSubject(data[y * width + x] ?? 0)) continue;
      [top, left] = [Math.min(top, y), Math.min(left, x)];
      [bottom, right] = [y, Math.max(right, x)];
    }
  return bottom < 0 ? undefined : { top, left, height: bottom - top + 1, width: right - left + 1 };
}

/**
 * The square about a box, moved into the picture where it fits there.
 * @param padding added on each side as far as the picture has room, as a share of the box's longer side
 */
export function squareAround(box: Box, padding: number, picture: PictureSize): Box {
  const longest = Math.max(box.height, box.width);
  const room = Math.max(longest, Math.min(picture.height, picture.width));
  const side = Math.min(room, Math.round(longest * (1 + 2 * padding)));
  const place = (from: number, length: number, limit: number): number => {
    const first = Math.round(from + (length - side) / 2);
    return side > limit ? first : Math.min(Math.max(0, first), limit - side);
  };
  return {
    top: place(box.top, box.height, picture.height),
    left: place(box.left, box.width, picture.width),
    height: side,
    width: side,
  };
}

const isSubject = (value: number): boolean => Math.round(value * 255) >= SUBJECT;
