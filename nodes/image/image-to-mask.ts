import { defineNode } from '../../graph-server/engine/define-node.ts';
import { choice, link } from '../../graph-server/engine/sockets.ts';
import { channelOf } from '../../method/image/layout.ts';
import { IMAGE, MASK } from '../sockets.ts';

const CHANNELS = ['red', 'green', 'blue'] as const;

/** Takes one channel of pictures as masks. */
export const ImageToMask = defineNode({
  type: 'ImageToMask',
  displayName: 'Convert Image to Mask',
  category: 'mask',
  description: 'Takes one channel of a picture as a mask.',
  inputs: {
    image: link(IMAGE),
    channel: choice(CHANNELS, { tooltip: 'Of a grey picture they are the same.' }),
  },
  outputs: { MASK },

  run: ({ image, channel }) => ({ MASK: channelOf(image, CHANNELS.indexOf(channel)) }),
});
