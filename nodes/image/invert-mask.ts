import { defineNode } from '../../graph-server/engine/define-node.ts';
import { link } from '../../graph-server/engine/sockets.ts';
import { mapped } from '../../method/tensor/tensor.ts';
import { MASK } from '../sockets.ts';

/** Swaps subject and background. */
export const InvertMask = defineNode({
  type: 'InvertMask',
  displayName: 'Invert Mask',
  category: 'mask',
  description: 'Swaps subject and background.',
  inputs: { mask: link(MASK) },
  outputs: { MASK },

  run: ({ mask }) => ({ MASK: mapped(mask, (v) => 1 - v) }),
});
