import assert from 'node:assert/strict';
import { filled, type Tensor } from '../../../method/tensor/tensor.ts';
import { ImageScaleToTotalPixels } from '../../../nodes/image/image-scale-to-total-pixels.ts';
import { nodeContext } from '../../support/node-context.ts';

describe('ImageScaleToTotalPixels', () => {
  const scaled = async (height: number, width: number, megapixels: number, resolution_steps: number) => {
    const inputs = {
      image: filled([1, height, width, 3], 0.5),
      upscale_method: 'area',
      megapixels,
      resolution_steps,
    };
    return ((await ImageScaleToTotalPixels.run(inputs, nodeContext()))['IMAGE'] as Tensor).dims;
  };

  it('gives so many pixels in the ratio of the sides, in steps', async () => {
    assert.deepEqual(await scaled(100, 100, 0.25, 1), [1, 512, 512, 3]);
    assert.deepEqual(await scaled(256, 256, 0.0039, 8), [1, 64, 64, 3]);
    assert.deepEqual(await scaled(200, 300, 0.0039, 8), [1, 56, 80, 3]); // 52.2 × 78.3
    assert.deepEqual(await scaled(10, 4000, 0.001, 8), [1, 8, 648, 3]); // 1.6 × 648: a side is a step at least
  });
});
