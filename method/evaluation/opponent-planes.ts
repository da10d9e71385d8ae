import { resizeBicubic } from '../image/resize.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** Side of the grid that copies are looked for on. */
export const COPY_SIDE = 64;

/** Luminance and two opponent colours (red against green, yellow against blue), each of 64 × 64 numbers. */
export type OpponentPlanes = readonly [Float64Array, Float64Array, Float64Array];

/** The first picture squashed to 64 × 64, in planes that brightness and colour are apart in. @param picture [1, H, W, 3], 0 … 1 */
export function opponentPlanes(picture: Tensor): OpponentPlanes {
  const { data } = resizeBicubic(picture, { height: COPY_SIDE, width: COPY_SIDE });
  const planes = [0, 1, 2].map(() => new Float64Array(COPY_SIDE ** 2));
  const [luminance = new Float64Array(), redGreen = luminance, yellowBlue = luminance] = planes;
  for (let i = 0; i < COPY_SIDE ** 2; i += 1) {
    const [red = 0, green = 0, blue = 0] = data.subarray(3 * i, 3 * i + 3);
    luminance[i] = 0.299 * red + 0.587 * green + 0.114 * blue;
    redGreen[i] = (red - green) / Math.SQRT2;
    yellowBlue[i] = (red + green - 2 * blue) / Math.sqrt(6);
  }
  return [luminance, redGreen, yellowBlue];
}
