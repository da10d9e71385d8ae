import { defineNode } from '../../graph-server/engine/define-node.ts';
import { choice, int, link } from '../../graph-server/engine/sockets.ts';
import { centreBox, crop as cropTo } from '../../method/image/crop.ts';
import { keptRatio, scalePictures, UPSCALE_METHODS } from '../../method/image/resize.ts';
import { IMAGE } from '../sockets.ts';

const side = { default: 512, min: 0, max: 16384, tooltip: 'Pixels; 0 keeps the ratio of the sides.' };

/** Scales pictures to a size. */
export const ImageScale = defineNode({
  type: 'ImageScale',
  displayName: 'Upscale Image',
  category: 'image/upscaling',
  description: 'Scales pictures to a width and height.',
  aliases: ['resize', 'scale'],
  inputs: {
    image: link(IMAGE),
    upscale_method: choice(UPSCALE_METHODS),
    width: int(side),
    height: int(side),
    crop: choice(['disabled', 'center'], {
      tooltip: 'center: cuts the longer side instead of squashing it.',
    }),
  },
  outputs: { IMAGE },

  run({ image, upscale_method, width, height, crop }) {
    const [, tall = 0, wide = 0] = image.dims;
    const from = { height: tall, width: wide };
    const to = keptRatio(from, { height, width });
    const cut = crop === 'center' ? cropTo(image, centreBox(from, to), 'edge') : image;
    return { IMAGE: scalePictures(cut, to, upscale_method) };
  },
});
