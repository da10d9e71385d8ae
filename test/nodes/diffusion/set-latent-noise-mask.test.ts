import assert from 'node:assert/strict';
import { filled, zeros } from '../../../method/tensor/tensor.ts';
import { SetLatentNoiseMask } from '../../../nodes/diffusion/set-latent-noise-mask.ts';
import { nodeContext } from '../../support/node-context.ts';

describe('SetLatentNoiseMask', () => {
  it('gives the latents a mask in place of the one that they have, and changes neither', async () => {
    const latent = { samples: zeros([1, 4, 8, 8]), noise_mask: zeros([1, 8, 8]) };
    const mask = filled([1, 64, 64], 1);
    const { LATENT } = await SetLatentNoiseMask.run({ samples: latent, mask }, nodeContext());
    assert.deepEqual(LATENT, { samples: latent.samples, noise_mask: mask });
    assert.deepEqual(latent.noise_mask, zeros([1, 8, 8]));
  });
});
