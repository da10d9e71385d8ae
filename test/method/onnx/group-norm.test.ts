import assert from 'node:assert/strict';
import { groupNorm } from '../../../method/onnx/group-norm.ts';
import { tensor, type Tensor } from '../../../method/tensor/tensor.ts';
import { evaluate } from '../../support/run-graph.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { weightsOf } from '../../support/weights.ts';

const near = (actual: Tensor, expected: readonly number[]): void => {
  assert.equal(actual.data.length, expected.length);
  actual.data.forEach((v, i) => assert.ok(Math.abs(v - (expected[i] ?? NaN)) < 1e-5, `${i}: ${v}`));
};

describe('groupNorm', () => {
  const folder = temporaryFolder();
  const x = tensor([1, 3, 1, 3, 10, 20, 10, 20], [1, 4, 1, 2]);
  const norm = { channels: 4, groups: 2, epsilon: 1e-12 };
  const module = () =>
    weightsOf(folder, { 'n.weight': tensor([1, 1, 3, 3], [4]), 'n.bias': tensor([0, 0, 0, 5], [4]) }).at('n');

  it('normalises each group of channels by itself', async () => {
    const m = module();
    near(await evaluate([x], (_, v) => groupNorm(m, v, norm)), [-1, 1, -1, 1, -3, 3, 2, 8]);
  });

  it('has SiLU behind it where that is asked for', async () => {
    const m = module();
    const silu = [-1, 1, -1, 1, -3, 3, 2, 8].map((v) => v / (1 + Math.exp(-v)));
    near(await evaluate([x], (_, v) => groupNorm(m, v, { ...norm, hasSilu: true })), silu);
  });

  it('adds a row for each channel before it normalises', async () => {
    const m = module();
    const row = tensor([0, 2, 0, 0], [1, 4]); // the first group is then 1 3 3 5
    const y = await evaluate([x, row], (_, v, added) => groupNorm(m, v, { ...norm, added }));
    const root = Math.SQRT2;
    near(y, [-2 / root, 0, 0, 2 / root, -3, 3, 2, 8]);
  });
});
