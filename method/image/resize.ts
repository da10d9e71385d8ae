import { tensor, type Tensor } from '../tensor/tensor.ts';
import {
  area,
  bicubic,
  bicubicWidened,
  bilinear,
  bilinearWidened,
  lanczosWidened,
  nearestCentre,
  type Resampling,
  type Taps,
} from './taps.ts';

/** Height and width of a picture, pixels. */
export interface PictureSize {
  readonly height: number;
  readonly width: number;
}

/** Ways to scale pictures by ComfyUI's names; `lanczos` goes through 8 bits there and here. */
export const UPSCALE_METHODS = ['nearest-exact', 'bilinear', 'area', 'bicubic', 'lanczos'] as const;

export type UpscaleMethod = (typeof UPSCALE_METHODS)[number];

const FLOAT_METHODS: Readonly<Record<Exclude<UpscaleMethod, 'lanczos'>, Resampling>> = {
  'nearest-exact': nearestCentre,
  bilinear,
  area,
  bicubic,
};

/** Bits behind the point of an 8-bit resize's weights. */
const FRACTION_BITS = 22;

/**
 * Bicubic with a = −0.5, widened on reduction, through 8-bit values: bit for bit what Pillow's
 * `resize(size, BICUBIC)` gave before its version 13, which takes the cheaper axis first; the width comes first here.
 * @param pictures [B, H, W, C], 0 … 1, rounded to 8 bits first @returns [B, height, width, C], multiples of 1/255
 */
export const resizeBicubic = (pictures: Tensor, size: PictureSize): Tensor =>
  resized8(eightBits(pictures, Math.round), size, bicubicWidened);

/** Bilinear, widened on reduction, without rounding: PyTorch's `interpolate` with antialiasing. @param pictures [B, H, W, C] */
export const resizeBilinear = (pictures: Tensor, size: PictureSize): Tensor => {
  const [, height = 0, width = 0] = pictures.dims;
  const wide = alongAxis(pictures, 2, bilinearWidened(width, size.width), weightedSum);
  return alongAxis(wide, 1, bilinearWidened(height, size.height), weightedSum);
};

/** Scales pictures as ComfyUI's ImageScale does. @param pictures [B, H, W, C], 0 … 1 @returns [B, height, width, C], 0 … 1 */
export function scalePictures(pictures: Tensor, size: PictureSize, method: UpscaleMethod): Tensor {
  if (method === 'lanczos') return resized8(eightBits(pictures, Math.trunc), size, lanczosWidened);
  const resampling = FLOAT_METHODS[method];
  const [, height = 0, width = 0] = pictures.dims;
  const tall = alongAxis(pictures, 1, resampling(height, size.height), weightedSum);
  return alongAxis(tall, 2, resampling(width, size.width), weightedSum);
}

/** A size whose side of 0 follows from the other by the ratio of a picture's sides; 0 and 0 is the picture's own size. */
export function keptRatio(picture: PictureSize, { height, width }: PictureSize): PictureSize {
  if (height === 0 && width === 0) return picture;
  return {
    height: height || Math.max(1, Math.round((picture.height * width) / picture.width)),
    width: width || Math.max(1, Math.round((picture.width * height) / picture.height)),
  };
}

/**
 * The size of so many pixels in all with the ratio of a picture's sides, each a multiple of `step`, at least one.
 * Source: ComfyUI's ImageScaleToTotalPixels.
 */
export function sizeOfPixels({ height, width }: PictureSize, pixels: number, step: number): PictureSize {
  const scale = Math.sqrt(pixels / (height * width));
  const side = (length: number): number => Math.max(1, Math.round((length * scale) / step)) * step;
  return { height: side(height), width: side(width) };
}

/** The value of each pixel, 0 … 255, as whole numbers. */
function eightBits({ dims, data }: Tensor, whole: (v: number) => number): Tensor {
  return { dims, data: data.map((v) => whole(Math.fround(255 * Math.min(1, Math.max(0, v))))) };
}

/** The width first, then the height, each rounded to 8 bits; an axis that keeps its length is left alone. */
function resized8(pictures: Tensor, size: PictureSize, resampling: Resampling): Tensor {
  const [, height = 0, width = 0] = pictures.dims;
  const wide =
    width === size.width
      ? pictures
      : alongAxis(pictures, 2, wholeWeights(resampling(width, size.width)), roundedSum);
  const both =
    height === size.height
      ? wide
      : alongAxis(wide, 1, wholeWeights(resampling(height, size.height)), roundedSum);
  return { dims: both.dims, data: both.data.map((v) => v / 255) };
}

/** Weights as whole numbers of 2⁻²², rounded half away from zero. */
const wholeWeights = (taps: readonly Taps[]): Taps[] =>
  taps.map(({ from, weights }) => ({
    from,
    weights: weights.map((w) => Math.trunc(w * 2 ** FRACTION_BITS + (w < 0 ? -0.5 : 0.5))),
  }));

type Sum = (data: Float32Array, start: number, stride: number, weights: readonly number[]) => number;

const weightedSum: Sum = (data, start, stride, weights) => {
  let sum = 0;
  for (let j = 0; j < weights.length; j += 1) sum += (data[start + j * stride] ?? 0) * (weights[j] ?? 0);
  return sum;
};

const roundedSum: Sum = (data, start, stride, weights) => {
  const sum = weightedSum(data, start, stride, weights) + 2 ** (FRACTION_BITS - 1);
  return Math.min(255, Math.max(0, Math.floor(sum / 2 ** FRACTION_BITS)));
};

/** Replaces the lines of one axis by what the taps make of them. */
function alongAxis({ dims, data }: Tensor, axis: number, taps: readonly Taps[], sum: Sum): Tensor {
  const length = dims[axis] ?? 0;
  const inner = dims.slice(axis + 1).reduce((product, n) => product * n, 1);
  const outer = dims.slice(0, axis).reduce((product, n) => product * n, 1);
  const out = new Float32Array(outer * taps.length * inner);
  for (let o = 0; o < outer; o += 1)
    taps.forEach(({ from, weights }, i) => {
      const source = (o * length + from) * inner;
      const target = (o * taps.length + i) * inner;
      for (let k = 0; k < inner; k += 1) out[target + k] = sum(data, source + k, inner, weights);
    });
  return tensor(
    out,
    dims.map((n, i) => (i === axis ? taps.length : n)),
  );
}
