import { defineNode } from '../../graph-server/engine/define-node.ts';
import { link } from '../../graph-server/engine/sockets.ts';
import { crop, multipleBox } from '../../method/image/crop.ts';
import { modelPixels } from '../../method/image/layout.ts';
import { IMAGE, LATENT, VAE } from '../sockets.ts';

/** Turns pictures into latents. */
export const VAEEncode = defineNode({
  type: 'VAEEncode',
  displayName: 'VAE Encode',
  category: 'latent',
  description: 'Turns pictures into latents; sides are cut to multiples of 8 pixels.',
  aliases: ['image to image', 'img2img'],
  inputs: { pixels: link(IMAGE), vae: link(VAE) },
  outputs: { LATENT },

  async run({ pixels, vae }, { signal }) {
    const [, height = 0, width = 0] = pixels.dims;
    const box = multipleBox({ height, width }, vae.factor);
    return { LATENT: { samples: await vae.encode(modelPixels(crop(pixels, box, 'edge')), signal) } };
  },
});
