import { defineNode } from '../../graph-server/engine/define-node.ts';
import { choice } from '../../graph-server/engine/sockets.ts';
import { channelOf } from '../../method/image/layout.ts';
import { mapped, zeros } from '../../method/tensor/tensor.ts';
import { MASK } from '../sockets.ts';
import { missingPicture, pictureHash, pictureNames, readPicture } from './picture-files.ts';

const CHANNELS = ['alpha', 'red', 'green', 'blue'] as const;

/** Reads one channel of a picture as a mask. */
export const LoadImageMask = defineNode({
  type: 'LoadImageMask',
  displayName: 'Load Image (as Mask)',
  category: 'mask',
  description:
    'Reads one channel of a picture as a mask: red for a white subject on black, alpha for a hole.',
  aliases: ['subject'],
  inputs: {
    image: choice(pictureNames, { imageUpload: true, eliteField: 'mask', tooltip: 'Drop a mask here.' }),
    channel: choice(CHANNELS, { tooltip: 'alpha: white where the picture is transparent.' }),
  },
  outputs: { MASK },

  fingerprint: ({ image }, folders) => pictureHash(image, folders),
  validate: ({ image }, folders) => missingPicture(image, folders),

  async run({ image, channel }, { folders }) {
    const { image: picture, alpha } = await readPicture(image, folders);
    if (channel !== 'alpha') return { MASK: channelOf(picture, CHANNELS.indexOf(channel) - 1) };
    return { MASK: alpha ? mapped(alpha, (v) => 1 - v) : zeros([1, 64, 64]) };
  },
});
