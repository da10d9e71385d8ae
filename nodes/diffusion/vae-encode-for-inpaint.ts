import { defineNode } from '../../graph-server/engine/define-node.ts';
import { int, link } from '../../graph-server/engine/sockets.ts';
import { crop, cropMask, multipleBox } from '../../method/image/crop.ts';
import { squareGrownMask } from '../../method/image/grow-mask.ts';
import { scaledMask } from '../../method/image/latent-mask.ts';
import { modelPixels } from '../../method/image/layout.ts';
import { greyedOut } from '../../method/image/mask.ts';
import { IMAGE, LATENT, MASK, VAE } from '../sockets.ts';

/** Turns pictures into latents with a hole to draw in. */
export const VAEEncodeForInpaint = defineNode({
  type: 'VAEEncodeForInpaint',
  displayName: 'VAE Encode (for Inpainting)',
  category: 'latent/inpaint',
  description:
    'Turns pictures into latents with what is white in the mask painted grey, for a sampler to draw there anew (denoise 1).',
  aliases: ['inpaint', 'replace', 'remove'],
  inputs: {
    pixels: link(IMAGE),
    vae: link(VAE),
    mask: link(MASK, { tooltip: 'White where to draw; of the shape of the picture, at any size.' }),
    grow_mask_by: int({
      default: 6,
      min: 0,
      max: 64,
      tooltip:
        'Side of the square by which the mask grows, pixels: about half of it on each side, for a seam that fits.',
    }),
  },
  outputs: { LATENT },

  async run({ pixels, vae, mask, grow_mask_by }, { signal }) {
    const [, height = 0, width = 0] = pixels.dims;
    const box = multipleBox({ height, width }, vae.factor);
    const hole = cropMask(scaledMask(mask, { height, width }), box);
    const seen = modelPixels(greyedOut(crop(pixels, box, 'edge'), hole));
    const noise_mask = squareGrownMask(hole, grow_mask_by);
    return { LATENT: { samples: await vae.encode(seen, signal), noise_mask } };
  },
});
