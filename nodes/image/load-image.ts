import { defineNode } from '../../graph-server/engine/define-node.ts';
import { choice } from '../../graph-server/engine/sockets.ts';
import { mapped, zeros } from '../../method/tensor/tensor.ts';
import { IMAGE, MASK } from '../sockets.ts';
import { missingPicture, pictureHash, pictureNames, readPicture } from './picture-files.ts';

/** Reads a picture of the input folder. */
export const LoadImage = defineNode({
  type: 'LoadImage',
  displayName: 'Load Image',
  category: 'image',
  description: 'Reads a PNG, JPEG or WebP picture; its transparent part is the mask.',
  aliases: ['photo', 'open', 'upload'],
  inputs: { image: choice(pictureNames, { imageUpload: true, tooltip: 'Drop a picture here.' }) },
  outputs: { IMAGE, MASK },
  outputTooltips: ['The picture.', 'White where the picture is transparent; small and black without any.'],

  fingerprint: ({ image }, folders) => pictureHash(image, folders),
  validate: ({ image }, folders) => missingPicture(image, folders),

  async run({ image }, { folders }) {
    const { image: picture, alpha } = await readPicture(image, folders);
    return { IMAGE: picture, MASK: alpha ? mapped(alpha, (v) => 1 - v) : zeros([1, 64, 64]) };
  },
});
