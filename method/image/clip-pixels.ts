import { zeros, type Tensor } from '../tensor/tensor.ts';
import { resizeBicubic } from './resize.ts';

/** Mean and deviation of CLIP's training pictures. Source: Radford et al. 2021, preprocessor_config.json of ViT-L/14. */
const MEAN = [0.48145466, 0.4578275, 0.40821073] as const;
const DEVIATION = [0.26862954, 0.26130258, 0.27577711] as const;

/**
 * Pictures as CLIP's vision tower takes them: squashed to a square by Pillow's bicubic, then (x − μ)/σ for each channel.
 * @param pictures [B, H, W, 3], 0 … 1 @param side pixels @returns [B, 3, side, side]
 */
export function clipPixels(pictures: Tensor, side: number): Tensor {
  const { data } = resizeBicubic(pictures, { height: side, width: side });
  const [batch = 0] = pictures.dims;
  const out = zeros([batch, 3, side, side]);
  const area = side * side;
  for (let b = 0; b < batch; b += 1)
    for (let c = 0; c < 3; c += 1)
      for (let i = 0; i < area; i += 1)
        out.data[(b * 3 + c) * area + i] =
          ((data[(b * area + i) * 3 + c] ?? 0) - (MEAN[c] ?? 0)) / (DEVIATION[c] ?? 1);
  return out;
}
