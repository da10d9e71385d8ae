import assert from 'node:assert/strict';
import { tensor } from '../../../method/tensor/tensor.ts';
import { GrowMask } from '../../../nodes/image/grow-mask.ts';
import { nodeContext } from '../../support/node-context.ts';

describe('GrowMask', () => {
  const mask = tensor([0, 0, 0, 0, 1, 0, 0, 0, 0], [1, 3, 3]);
  const grown = async (expand: number, tapered_corners: boolean): Promise<unknown> =>
    (await GrowMask.run({ mask, expand, tapered_corners }, nodeContext()))['MASK'];

  it('grows with slanted corners or square ones, and shrinks below 0', async () => {
    assert.deepEqual(await grown(1, true), tensor([0, 1, 0, 1, 1, 1, 0, 1, 0], [1, 3, 3]));
    assert.deepEqual(await grown(1, false), tensor([1, 1, 1, 1, 1, 1, 1, 1, 1], [1, 3, 3]));
    assert.deepEqual(await grown(-1, true), tensor([0, 0, 0, 0, 0, 0, 0, 0, 0], [1, 3, 3]));
  });

  it('ends for the most that can be asked', async () => {
    assert.deepEqual(await grown(16384, true), tensor([1, 1, 1, 1, 1, 1, 1, 1, 1], [1, 3, 3]));
  });
});
