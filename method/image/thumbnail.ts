import type { Tensor } from '../tensor/tensor.ts';
import { centreBox, crop } from './crop.ts';
import { scalePictures, type PictureSize } from './resize.ts';

/** Side of a thumbnail, pixels. */
const SIDE = 128;

/**
 * The square middle of a picture, made small: rows of red, green and blue, 0 … 255.
 * @param picture [1, H, W, 3], 0 … 1 @throws for several pictures, and for what is none
 */
export function thumbnailOf(picture: Tensor): PictureSize & { readonly pixels: Uint8Array } {
  const [batch, height = 0, width = 0, channels] = picture.dims;
  if (batch !== 1 || channels !== 3)
    throw new Error(`thumbnail: expected one picture [1, H, W, 3], got [${picture.dims.join(', ')}]`);
  const size = { height: SIDE, width: SIDE };
  const square = crop(picture, centreBox({ height, width }, size), 'edge');
  const { data } = scalePictures(square, size, 'area');
  return { ...size, pixels: Uint8Array.from(data, (v) => Math.round(255 * Math.min(1, Math.max(0, v)))) };
}
