import { zeros, type Tensor } from '../tensor/tensor.ts';
import { resizeBicubic } from './resize.ts';

/** Mean and deviation of the channels of a network's training pictures. */
export interface PixelStatistics {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

/** CLIP's. Source: Radford et al. 2021, preprocessor_config.json of ViT-L/14. */
export const CLIP_STATISTICS: PixelStatistics = {
  mean: [0.48145466, 0.4578275, 0.40821073],
  deviation: [0.26862954, 0.26130258, 0.27577711],
};

/**
 * Pictures as CLIP's vision tower takes them: squashed to a square by Pillow's bicubic, then (x − μ)/σ for each channel.
 * @param pictures [B, H, W, 3], 0 … 1 @param side pixels @returns [B, 3, side, side]
 */
export const clipPixels = (pictures: Tensor, side: number): Tensor =>
  normalised(resizeBicubic(pictures, { height: side, width: side }), CLIP_STATISTICS);

/** (x − μ)/σ for each channel. @param pictures [B, H, W, 3] @returns [B, 3, H, W] */
export function normalised({ dims, data }: Tensor, { mean, deviation }: PixelStatistics): Tensor {
  const [batch = 0, height = 0, width = 0] = dims;
  const out = zeros([batch, 3, height, width]);
  const area = height * width;
  for (let b = 0; b < batch; b += 1)
    for (let c = 0; c < 3; c += 1)
      for (let i = 0; i < area; i += 1)
        out.data[(b * 3 + c) * area + i] =
          ((data[(b * area + i) * 3 + c] ?? 0) - (mean[c] ?? 0)) / (deviation[c] ?? 1);
  return out;
}
