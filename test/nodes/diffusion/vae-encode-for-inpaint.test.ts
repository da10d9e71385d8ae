import assert from 'node:assert/strict';
import { crop } from '../../../method/image/crop.ts';
import { mapped, zeros } from '../../../method/tensor/tensor.ts';
import { VAEEncodeForInpaint } from '../../../nodes/diffusion/vae-encode-for-inpaint.ts';
import { VAEEncode } from '../../../nodes/diffusion/vae-encode.ts';
import type { Latent } from '../../../nodes/sockets.ts';
import { nodeContext } from '../../support/node-context.ts';
import { openedBundle } from '../../support/opened-bundle.ts';

describe('VAEEncodeForInpaint', () => {
  const bundle = openedBundle();
  const photo = mapped(zeros([1, 19, 34, 3]), (_, i) => (i % 97) / 97);
  /** White on 4 × 4 pixels in the middle of what remains of the photo. */
  const mask = mapped(zeros([1, 19, 34]), (_, i) => {
    const [y, x] = [Math.floor(i / 34), i % 34];
    return y >= 7 && y < 11 && x >= 13 && x < 17 ? 1 : 0;
  });
  const encoded = async (changes: Record<string, unknown> = {}): Promise<Latent> => {
    const inputs = { pixels: photo, vae: bundle().vae, mask, grow_mask_by: 3, ...changes };
    return (await VAEEncodeForInpaint.run(inputs, nodeContext()))['LATENT'] as Latent;
  };

  it('encodes the middle with grey in the hole, and lets a sampler draw around the hole too', async () => {
    const { samples, noise_mask } = await encoded();
    const grey = mapped(photo, (v, i) => (mask.data[Math.floor(i / 3)] === 1 ? 0.5 : v));
    const middle = crop(grey, { top: 1, left: 1, height: 16, width: 32 }, 'edge');
    const { LATENT } = await VAEEncode.run({ pixels: middle, vae: bundle().vae }, nodeContext());
    assert.deepEqual(samples, (LATENT as Latent).samples);
    assert.deepEqual(noise_mask?.dims, [1, 16, 32]);
    assert.equal(
      noise_mask.data.reduce((sum, v) => sum + v),
      36,
    ); // 4 × 4 pixels and one more on each side
    const same = (await encoded({ grow_mask_by: 0 })).noise_mask;
    assert.equal(
      same?.data.reduce((sum, v) => sum + v),
      16,
    );
  });

  it('takes a mask of another size', async () => {
    const { noise_mask } = await encoded({ mask: mapped(zeros([1, 2, 2]), (_, i) => (i === 0 ? 1 : 0)) });
    assert.deepEqual(noise_mask?.dims, [1, 16, 32]);
    assert.deepEqual([noise_mask.data[0], noise_mask.data.at(-1)], [1, 0]);
  });

  it('refuses a picture that is too small', async () => {
    await assert.rejects(encoded({ pixels: zeros([1, 7, 30, 3]), mask: zeros([1, 7, 30]) }), {
      message: 'pixels: expected sides of at least 8 pixels, got 30×7',
    });
  });
});
