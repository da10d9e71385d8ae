import { defineNode } from '../../graph-server/engine/define-node.ts';
import { link } from '../../graph-server/engine/sockets.ts';
import { LATENT, MASK } from '../sockets.ts';

/** Tells a sampler where to draw. */
export const SetLatentNoiseMask = defineNode({
  type: 'SetLatentNoiseMask',
  displayName: 'Set Latent Noise Mask',
  category: 'latent/inpaint',
  description: 'Tells a sampler where to draw: what is white in the mask; the rest of the picture stays.',
  aliases: ['inpaint', 'replace', 'where'],
  inputs: {
    samples: link(LATENT, { tooltip: 'The picture to draw in.' }),
    mask: link(MASK, { tooltip: 'White where to draw; of the shape of the picture, at any size.' }),
  },
  outputs: { LATENT },

  run: ({ samples, mask }) => ({ LATENT: { ...samples, noise_mask: mask } }),
});
