import { defineNode } from '../../graph-server/engine/define-node.ts';
import { flag, int, link, optional } from '../../graph-server/engine/sockets.ts';
import { composite } from '../../method/image/composite.ts';
import { IMAGE, MASK } from '../sockets.ts';

const place = (tooltip: string) => int({ default: 0, min: 0, max: 16384, tooltip });

/** Lays a picture on another. */
export const ImageCompositeMasked = defineNode({
  type: 'ImageCompositeMasked',
  displayName: 'Image Composite Masked',
  category: 'image',
  description: 'Lays a picture on another where a mask is white; the rest stays as it was, pixel by pixel.',
  aliases: ['paste', 'overlay', 'blend', 'inpaint'],
  inputs: {
    destination: link(IMAGE, { tooltip: 'The picture below.' }),
    source: link(IMAGE, { tooltip: 'The picture that is laid on it.' }),
    x: place('Pixels from the left.'),
    y: place('Pixels from the top.'),
    resize_source: flag({ default: false, tooltip: 'Brings the source to the size of the destination.' }),
    mask: optional(link(MASK, { tooltip: 'White where the source is seen; at any size.' })),
  },
  outputs: { IMAGE },

  run: ({ destination, source, x, y, resize_source, mask }) => ({
    IMAGE: composite(destination, source, {
      left: x,
      top: y,
      resizes: resize_source,
      ...(mask ? { mask } : {}),
    }),
  }),
});
