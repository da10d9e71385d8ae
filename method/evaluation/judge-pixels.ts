import { CLIP_STATISTICS, normalised, type PixelStatistics } from '../image/clip-pixels.ts';
import { crop, middleSquare } from '../image/crop.ts';
import { modelPixels } from '../image/layout.ts';
import { resizeBicubic, resizeBilinear, scalePictures, type PictureSize } from '../image/resize.ts';
import { mapped, type Tensor } from '../tensor/tensor.ts';

/** Mean and deviation of ImageNet's pictures, as DINO was trained. Source: Caron et al. 2021, evaluation code. */
const IMAGENET: PixelStatistics = { mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225] };

/** DINO's pictures are scaled to 256 before 224 are cut out of them. Source: as above. */
const DINO_ROOM = 256 / 224;

/** How one judge is shown pictures. @param pictures [B, H, W, 3], 0 … 1 @param side of the network's input, pixels @returns [B, 3, side, side] */
export type JudgePixels = (pictures: Tensor, side: number) => Tensor;

/** CLIP's own: the shorter side by Pillow's bicubic, the square of the middle. Source: Radford et al. 2021, released code. */
export const clipAsPillow: JudgePixels = (pictures, side) =>
  normalised(middle(resizeBicubic(pictures, fitted(pictures, side)), side), CLIP_STATISTICS);

/** CLIP's on tensors: bicubic with a = −0.75, not widened. Source: Gal et al. 2022 (Textual Inversion), released evaluator. */
export const clipAsTensor: JudgePixels = (pictures, side) =>
  normalised(
    middle(scalePictures(eightBits(pictures), fitted(pictures, side), 'bicubic'), side),
    CLIP_STATISTICS,
  );

/** DINO's own: the shorter side a seventh longer than the square that is cut out. Source: Caron et al. 2021, evaluation code. */
export const dinoPixels: JudgePixels = (pictures, side) =>
  normalised(middle(resizeBicubic(pictures, fitted(pictures, Math.round(side * DINO_ROOM))), side), IMAGENET);

/** The toy world's: squashed by a widened bilinear, −1 … 1. Source: `pixels_for_judges` of training/elite_training/evaluate.py. */
export const toyPixels: JudgePixels = (pictures, side) => {
  const [, height = 0, width = 0] = pictures.dims;
  const exact = eightBits(pictures);
  const isSide = height === side && width === side;
  return modelPixels(isSide ? exact : resizeBilinear(exact, { height: side, width: side }));
};

/** The size at which the shorter side is so long, rounded as torchvision does. */
function fitted({ dims }: Tensor, shorter: number): PictureSize {
  const [, height = 0, width = 0] = dims;
  const least = Math.min(height, width);
  return { height: Math.trunc((shorter * height) / least), width: Math.trunc((shorter * width) / least) };
}

function middle(pictures: Tensor, side: number): Tensor {
  const [, height = 0, width = 0] = pictures.dims;
  return crop(pictures, middleSquare({ height, width }, side), 'edge');
}

/** Judges see what a file would hold. */
const eightBits = (pictures: Tensor): Tensor =>
  mapped(pictures, (v) => Math.round(255 * Math.min(1, Math.max(0, v))) / 255);
