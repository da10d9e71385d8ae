import assert from 'node:assert/strict';
import { tensor } from '../../../method/tensor/tensor.ts';
import { ImageToMask } from '../../../nodes/image/image-to-mask.ts';
import { nodeContext } from '../../support/node-context.ts';

describe('ImageToMask', () => {
  it('takes the channel that it is told', async () => {
    const image = tensor([0.1, 0.2, 0.3, 0.4, 0.5, 0.6], [1, 1, 2, 3]);
    for (const [channel, mask] of [
      ['red', [0.1, 0.4]],
      ['green', [0.2, 0.5]],
      ['blue', [0.3, 0.6]],
    ] as const)
      assert.deepEqual(await ImageToMask.run({ image, channel }, nodeContext()), {
        MASK: tensor(mask, [1, 1, 2]),
      });
  });
});
