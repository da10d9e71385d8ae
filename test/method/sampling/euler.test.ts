import assert from 'node:assert/strict';
import { euler } from '../../../method/sampling/euler.ts';
import { tensor } from '../../../method/tensor/tensor.ts';

describe('euler', () => {
  it('takes one step by hand', async () => {
    const { data } = await euler(() => Promise.resolve(tensor([2], [1])), tensor([8], [1]), [4, 2]);
    assert.deepEqual([...data], [5]); // 8/2 + 2/2
  });
});
