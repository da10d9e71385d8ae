import { defineNode } from '../../graph-server/engine/define-node.ts';
import { flag, int, link } from '../../graph-server/engine/sockets.ts';
import { grownMask } from '../../method/image/grow-mask.ts';
import { MASK } from '../sockets.ts';

const MOST = 16384;

/** Grows or shrinks a mask. */
export const GrowMask = defineNode({
  type: 'GrowMask',
  displayName: 'Grow Mask',
  category: 'mask',
  description: 'Grows a mask on all sides, or shrinks it.',
  aliases: ['expand', 'dilate', 'erode', 'shrink'],
  inputs: {
    mask: link(MASK),
    expand: int({ default: 0, min: -MOST, max: MOST, tooltip: 'Pixels on each side; below 0 shrinks.' }),
    tapered_corners: flag({ default: true, tooltip: 'Corners become slanted.' }),
  },
  outputs: { MASK },

  run: ({ mask, expand, tapered_corners }) => ({ MASK: grownMask(mask, expand, tapered_corners) }),
});
