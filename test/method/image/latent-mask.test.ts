import assert from 'node:assert/strict';
import { latentMask, scaledMask } from '../../../method/image/latent-mask.ts';
import { filled, tensor, zeros } from '../../../method/tensor/tensor.ts';

const MASK = tensor([0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0.4, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0.6], [1, 4, 6]);

describe('the mask of latents', () => {
  it("comes to their size as PyTorch's bilinear interpolation brings it there", () => {
    const { dims, data } = scaledMask(MASK, { height: 3, width: 4 });
    assert.deepEqual(dims, [1, 3, 4]);
    const expected = [0.041667, 0.166667, 0, 0, 0.175, 0.925, 0, 0, 0.016667, 0.141667, 0, 0.375];
    expected.forEach((value, i) => assert.ok(Math.abs(value - (data[i] ?? NaN)) < 1e-6, `${i}: ${data[i]}`));
  });

  it('is there for every channel, and in turn for each of a batch', () => {
    const noise_mask = tensor([1, 0, 0, 1], [2, 1, 2]);
    const mask = latentMask({ samples: zeros([3, 2, 1, 2]), noise_mask });
    assert.deepEqual(mask, tensor([1, 0, 1, 0, 0, 1, 0, 1, 1, 0, 1, 0], [3, 2, 1, 2]));
  });

  it('is none where latents carry none', () => {
    assert.equal(latentMask({ samples: zeros([1, 4, 8, 8]) }), undefined);
  });

  it('cannot be of no masks', () => {
    assert.throws(() => latentMask({ samples: zeros([1, 4, 8, 8]), noise_mask: filled([0, 8, 8], 1) }), {
      message: 'noise_mask: expected at least one mask, got none',
    });
  });
});
