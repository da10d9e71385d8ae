import { defineNode } from '../../graph-server/engine/define-node.ts';
import { int } from '../../graph-server/engine/sockets.ts';
import { zeros } from '../../method/tensor/tensor.ts';
import { LATENT } from '../sockets.ts';

/** Pixels that a latent's side stands for, and its channels, in every autoencoder of the Stable Diffusion 1.x family. */
const FACTOR = 8;
const CHANNELS = 4;

const side = { default: 512, min: 16, max: 4096, step: 8, tooltip: 'Pixels.' };

/** Latents to begin a text-to-image run with. */
export const EmptyLatentImage = defineNode({
  type: 'EmptyLatentImage',
  displayName: 'Empty Latent Image',
  category: 'latent',
  description: 'Makes empty latents of a size, to be drawn on.',
  aliases: ['size', 'resolution', 'batch'],
  inputs: {
    width: int(side),
    height: int(side),
    batch_size: int({ default: 1, min: 1, max: 64, tooltip: 'Pictures at once.' }),
  },
  outputs: { LATENT },

  run({ width, height, batch_size }) {
    const dims = [batch_size, CHANNELS, Math.floor(height / FACTOR), Math.floor(width / FACTOR)];
    return { LATENT: { samples: zeros(dims) } };
  },
});
