import { defineNode } from '../../graph-server/engine/define-node.ts';
import { choice, float, int, link } from '../../graph-server/engine/sockets.ts';
import { sizeOfPixels, scalePictures, UPSCALE_METHODS } from '../../method/image/resize.ts';
import { IMAGE } from '../sockets.ts';

const MEGAPIXEL = 2 ** 20;

/** Scales pictures to a number of pixels. */
export const ImageScaleToTotalPixels = defineNode({
  type: 'ImageScaleToTotalPixels',
  displayName: 'Scale Image to Total Pixels',
  category: 'image/upscaling',
  description: 'Scales pictures to so many pixels in all; their sides keep their ratio.',
  aliases: ['resize', 'megapixels'],
  inputs: {
    image: link(IMAGE),
    upscale_method: choice(UPSCALE_METHODS),
    megapixels: float({
      default: 1,
      min: 0.001,
      max: 16,
      step: 0.01,
      round: 0.0001,
      tooltip: 'Of 1024 × 1024 pixels; 0.25 is a square of 512 pixels, 0.0039 one of 64.',
    }),
    resolution_steps: int({
      default: 1,
      min: 1,
      max: 256,
      tooltip: 'Sides become multiples of so many pixels: 8 for what latents are made of.',
    }),
  },
  outputs: { IMAGE },

  run({ image, upscale_method, megapixels, resolution_steps }) {
    const [, height = 0, width = 0] = image.dims;
    const size = sizeOfPixels({ height, width }, megapixels * MEGAPIXEL, resolution_steps);
    return { IMAGE: scalePictures(image, size, upscale_method) };
  },
});
