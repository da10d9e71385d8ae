import type { Tensor } from '../tensor/tensor.ts';
import { scaledMask } from './latent-mask.ts';
import { scalePictures } from './resize.ts';

/** Where and how a picture is laid on another. */
export interface Placing {
  /** The source's left top pixel on the destination; what reaches over the edge is cut off. */
  readonly left: number;
  readonly top: number;
  /** Whether the source is first brought to the destination's size. */
  readonly resizes: boolean;
  /** [M, H, W], 0 … 1: white is the source; brought to the source's size. All of the source without one. */
  readonly mask?: Tensor;
}

/**
 * Lays pictures on others: mask·source + (1 − mask)·destination, where the source lies; elsewhere the destination, bit for bit.
 * Fewer sources or masks than destinations are taken in turn. Source: ComfyUI's ImageCompositeMasked.
 * @param destination [B, H, W, C], 0 … 1 @param source [S, h, w, C], 0 … 1 @returns [B, H, W, C]
 * @throws when both have another number of channels
 */
export function composite(destination: Tensor, source: Tensor, placing: Placing): Tensor {
  const { left, top, resizes } = placing;
  const [, height = 0, width = 0, channels = 0] = destination.dims;
  if (source.dims[3] !== channels)
    throw new Error(`source: expected ${channels} channels as the destination has, got ${source.dims[3]}`);
  const laid = resizes ? scalePictures(source, { height, width }, 'bilinear') : source;
  const [sources = 0, tall = 0, wide = 0] = laid.dims;
  const mask = placing.mask && scaledMask(placing.mask, { height: tall, width: wide });
  const [masks = 1] = mask?.dims ?? [];
  const out = destination.data.map((under, at) => {
    const pixel = Math.floor(at / channels);
    const [x, y] = [(pixel % width) - left, (Math.floor(pixel / width) % height) - top];
    if (x < 0 || y < 0 || x >= wide || y >= tall) return under;
    const picture = Math.floor(pixel / (width * height));
    const over = laid.data[(((picture % sources) * tall + y) * wide + x) * channels + (at % channels)] ?? 0;
    const share = mask ? (mask.data[((picture % masks) * tall + y) * wide + x] ?? 0) : 1;
    return share * over + (1 - share) * under;
  });
  return { dims: destination.dims, data: out };
}
