import assert from 'node:assert/strict';
import { VAEDecode } from '../../../nodes/diffusion/vae-decode.ts';
import { picturesOf } from '../../../method/image/layout.ts';
import { gaussianNoise } from '../../../method/tensor/noise.ts';
import { nodeContext } from '../../support/node-context.ts';
import { openedBundle } from '../../support/opened-bundle.ts';

describe('VAEDecode', () => {
  const bundle = openedBundle();

  it('gives pictures of 8 times the sides, 0 … 1', async () => {
    const { vae } = bundle();
    const samples = gaussianNoise(1, [2, 4, 3, 5]);
    const { IMAGE } = await VAEDecode.run({ samples: { samples }, vae }, nodeContext());
    const expected = picturesOf(await vae.decode(samples));
    assert.deepEqual(IMAGE, expected);
    assert.deepEqual(expected.dims, [2, 24, 40, 3]);
    assert.ok(expected.data.every((v) => v >= 0 && v <= 1));
  });
});
