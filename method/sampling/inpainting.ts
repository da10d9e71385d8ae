import { axpby, requireSameDims, type Tensor } from '../tensor/tensor.ts';
import type { Denoiser } from './sampler.ts';

/** What stays of a picture while the rest is drawn; all of the same dims, in the model's scale. */
export interface Kept {
  readonly picture: Tensor;
  /** The run's own noise, of variance 1. */
  readonly noise: Tensor;
  /** 1 where to draw, 0 where the picture stays; between, both share. */
  readonly mask: Tensor;
}

/**
 * A denoiser that draws inside a mask alone: outside it is shown the picture with the noise of the level, and answers the picture.
 * So the drawing fits what is around it, and every sampler ends at the picture there.
 * Source: Avrahami et al. 2022 (blended diffusion); at each evaluation, as ComfyUI's samplers do.
 */
export const inpainting =
  (denoise: Denoiser, { picture, noise, mask }: Kept): Denoiser =>
  async (x, sigma, step) => {
    const seen = blended(mask, x, axpby(1, picture, sigma, noise));
    return blended(mask, await denoise(seen, sigma, step), picture);
  };

/** m·inside + (1 − m)·outside, element by element; exactly one of them where m is 1 or 0. */
export function blended(mask: Tensor, inside: Tensor, outside: Tensor): Tensor {
  requireSameDims('mask', mask, inside);
  requireSameDims('mask', mask, outside);
  const out = mask.data.map((m, i) => m * (inside.data[i] ?? 0) + (1 - m) * (outside.data[i] ?? 0));
  return { dims: mask.dims, data: out };
}
