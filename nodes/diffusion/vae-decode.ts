import { defineNode } from '../../graph-server/engine/define-node.ts';
import { link } from '../../graph-server/engine/sockets.ts';
import { picturesOf } from '../../method/image/layout.ts';
import { IMAGE, LATENT, VAE } from '../sockets.ts';

/** Turns latents into pictures. */
export const VAEDecode = defineNode({
  type: 'VAEDecode',
  displayName: 'VAE Decode',
  category: 'latent',
  description: 'Turns latents into pictures.',
  inputs: { samples: link(LATENT), vae: link(VAE) },
  outputs: { IMAGE },

  async run({ samples, vae }, { signal }) {
    return { IMAGE: picturesOf(await vae.decode(samples.samples, signal)) };
  },
});
