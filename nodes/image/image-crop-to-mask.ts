import { defineNode } from '../../graph-server/engine/define-node.ts';
import { choice, float, link } from '../../graph-server/engine/sockets.ts';
import { BORDERS, crop, cropMask } from '../../method/image/crop.ts';
import { requireSameSize, squareAround, subjectBox } from '../../method/image/mask.ts';
import { IMAGE, MASK } from '../sockets.ts';

/** Cuts a photograph to the square about its subject. */
export const ImageCropToMask = defineNode({
  type: 'ImageCropToMask',
  displayName: 'Crop to Mask',
  category: 'image/transform',
  description: 'Cuts a photograph and its mask to the square about the subject.',
  aliases: ['subject', 'square'],
  inputs: {
    image: link(IMAGE),
    mask: link(MASK, { tooltip: 'White on the subject, of the same size as the picture.' }),
    padding: float({
      default: 0.1,
      min: 0,
      max: 2,
      step: 0.01,
      tooltip: 'Room on each side as far as the photograph has it, as a share of the subject.',
    }),
    border: choice(BORDERS, {
      default: 'edge',
      tooltip: 'What lies outside of a photograph that is too small for the square.',
    }),
  },
  outputs: { IMAGE, MASK },

  run({ image, mask, padding, border }) {
    requireSameSize(image, mask);
    const [, height = 0, width = 0] = image.dims;
    const box = subjectBox(mask);
    if (box === undefined) throw new Error('mask: expected a subject, got an empty mask');
    const square = squareAround(box, padding, { height, width });
    return { IMAGE: crop(image, square, border), MASK: cropMask(mask, square) };
  },
});
