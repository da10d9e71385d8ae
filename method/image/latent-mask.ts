import { sizeOf, type Tensor } from '../tensor/tensor.ts';
import { scalePictures, type PictureSize } from './resize.ts';

/**
 * The mask that latents carry, one value for each of their numbers; undefined where they carry none.
 * Masks are repeated in turn when there are fewer of them than latents. Source: ComfyUI's `noise_mask`.
 * @param samples [B, C, h, w] @param noise_mask [M, H, W], 0 … 1, any size @returns [B, C, h, w]
 */
export function latentMask({
  samples: { dims },
  noise_mask,
}: {
  readonly samples: Tensor;
  readonly noise_mask?: Tensor;
}): Tensor | undefined {
  if (noise_mask === undefined) return undefined;
  const [, channels = 0, height = 0, width = 0] = dims;
  const { dims: small, data } = scaledMask(noise_mask, { height, width });
  const [masks = 0] = small;
  if (masks === 0) throw new Error('noise_mask: expected at least one mask, got none');
  const area = height * width;
  const out = new Float32Array(sizeOf(dims));
  for (let plane = 0; plane * area < out.length; plane += 1) {
    const from = (Math.floor(plane / channels) % masks) * area;
    out.set(data.subarray(from, from + area), plane * area);
  }
  return { dims, data: out };
}

/** Masks at another size, bilinear as PyTorch's `interpolate`, not widened. @param mask [B, H, W] @returns [B, height, width] */
export function scaledMask({ dims, data }: Tensor, size: PictureSize): Tensor {
  const { height, width } = size;
  const scaled = scalePictures({ dims: [...dims, 1], data }, size, 'bilinear');
  return { dims: [dims[0] ?? 0, height, width], data: scaled.data };
}
