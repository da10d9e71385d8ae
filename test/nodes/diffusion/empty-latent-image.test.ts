import assert from 'node:assert/strict';
import { EmptyLatentImage } from '../../../nodes/diffusion/empty-latent-image.ts';
import { zeros } from '../../../method/tensor/tensor.ts';
import { nodeContext } from '../../support/node-context.ts';

describe('EmptyLatentImage', () => {
  it('makes one cell of four channels for 8×8 pixels', async () => {
    const out = await EmptyLatentImage.run({ width: 512, height: 260, batch_size: 3 }, nodeContext());
    assert.deepEqual(out, { LATENT: { samples: zeros([3, 4, 32, 64]) } });
  });
});
