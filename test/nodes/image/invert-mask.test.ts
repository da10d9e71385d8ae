import assert from 'node:assert/strict';
import { InvertMask } from '../../../nodes/image/invert-mask.ts';
import { tensor } from '../../../method/tensor/tensor.ts';
import { nodeContext } from '../../support/node-context.ts';

describe('InvertMask', () => {
  it('swaps subject and background and leaves its input alone', async () => {
    const mask = tensor([0, 1, 0.25], [1, 1, 3]);
    assert.deepEqual(await InvertMask.run({ mask }, nodeContext()), {
      MASK: tensor([1, 0, 0.75], [1, 1, 3]),
    });
    assert.deepEqual([...mask.data], [0, 1, 0.25]);
  });
});
