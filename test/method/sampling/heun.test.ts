import assert from 'node:assert/strict';
import { heun } from '../../../method/sampling/heun.ts';
import { scale, tensor } from '../../../method/tensor/tensor.ts';

describe('heun', () => {
  it('takes one step by hand: the mean of the slopes at both ends', async () => {
    const asked: number[][] = [];
    const { data } = await heun(
      (x, sigma) => {
        asked.push([x.data[0] ?? NaN, sigma]);
        return Promise.resolve(scale(0.5, x));
      },
      tensor([8], [1]),
      [4, 2],
    );
    assert.deepEqual(asked, [
      [8, 4],
      [6, 2],
    ]); // slope 1, then 1.5
    assert.deepEqual([...data], [5.5]);
  });

  it('asks once for the last step, to 0', async () => {
    let count = 0;
    const { data } = await heun(
      (x) => {
        count += 1;
        return Promise.resolve(scale(0.5, x));
      },
      tensor([8], [1]),
      [4, 0],
    );
    assert.deepEqual([count, ...data], [1, 4]);
  });
});
