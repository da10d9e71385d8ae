import assert from 'node:assert/strict';
import { VAEEncode } from '../../../nodes/diffusion/vae-encode.ts';
import { crop } from '../../../method/image/crop.ts';
import { mapped, zeros } from '../../../method/tensor/tensor.ts';
import { nodeContext } from '../../support/node-context.ts';
import { openedBundle } from '../../support/opened-bundle.ts';

describe('VAEEncode', () => {
  const bundle = openedBundle();
  const photo = mapped(zeros([1, 19, 34, 3]), (_, i) => (i % 97) / 97);

  it('cuts the middle to multiples of 8 and gives unscaled latents', async () => {
    const { vae } = bundle();
    const { LATENT } = await VAEEncode.run({ pixels: photo, vae }, nodeContext());
    const middle = crop(photo, { top: 1, left: 1, height: 16, width: 32 }, 'edge');
    assert.deepEqual(LATENT, (await VAEEncode.run({ pixels: middle, vae }, nodeContext()))['LATENT']);
    assert.deepEqual((LATENT as { samples: { dims: number[] } }).samples.dims, [1, 4, 2, 4]);
  });

  it('refuses a picture that is too small', async () => {
    await assert.rejects(
      async () => VAEEncode.run({ pixels: zeros([1, 7, 30, 3]), vae: bundle().vae }, nodeContext()),
      { message: 'pixels: expected sides of at least 8 pixels, got 30×7' },
    );
  });
});
