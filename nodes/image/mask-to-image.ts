import { defineNode } from '../../graph-server/engine/define-node.ts';
import { link } from '../../graph-server/engine/sockets.ts';
import { greyPictures } from '../../method/image/layout.ts';
import { IMAGE, MASK } from '../sockets.ts';

/** Shows masks as grey pictures. */
export const MaskToImage = defineNode({
  type: 'MaskToImage',
  displayName: 'Convert Mask to Image',
  category: 'mask',
  description: 'Shows a mask as a grey picture, to look at it or to treat it as a picture.',
  aliases: ['preview mask'],
  inputs: { mask: link(MASK) },
  outputs: { IMAGE },

  run: ({ mask }) => ({ IMAGE: greyPictures(mask) }),
});
