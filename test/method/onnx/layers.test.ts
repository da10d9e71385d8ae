import assert from 'node:assert/strict';
import { conv2d, gatedLinear, layerNorm, linear, linearWithoutBias } from '../../../method/onnx/layers.ts';
import type { Value } from '../../../method/onnx/value.ts';
import { filled, tensor, type Tensor } from '../../../method/tensor/tensor.ts';
import { evaluate } from '../../support/run-graph.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { weightsOf } from '../../support/weights.ts';

const near = (actual: Tensor, expected: readonly number[], dims: readonly number[]): void => {
  assert.deepEqual(actual.dims, dims);
  actual.data.forEach((v, i) =>
    assert.ok(Math.abs(v - (expected[i] ?? NaN)) < 1e-5, `${i}: ${v}, not ${expected[i]}`),
  );
};

describe('layers', () => {
  const folder = temporaryFolder();

  it('linear is x·Wᵀ + b, and x·Wᵀ where no b is published', async () => {
    const m = weightsOf(folder, {
      'with.weight': tensor([1, 2, 0, -1], [2, 2]),
      'with.bias': tensor([10, 20], [2]),
      'without.weight': tensor([1, 2, 0, -1], [2, 2]),
    });
    const x = tensor([3, 4], [1, 1, 2]);
    near(await evaluate([x], (_, v) => linear(m.at('with'), v, 2, 2)), [21, 16], [1, 1, 2]);
    const bare = (_: unknown, v: Value) => linearWithoutBias(m.at('without'), v, 2, 2);
    near(await evaluate([x], bare), [11, -4], [1, 1, 2]);
    await assert.rejects(
      evaluate([x], (_, v) => linear(m.at('without'), v, 2, 2)),
      /^CheckpointError: without\.bias: expected \[2\], the checkpoint has no such key$/,
    );
  });

  it('conv2d slides a kernel over a picture with zeros around', async () => {
    const m = weightsOf(
      folder,
      { 'c.weight': filled([1, 1, 3, 3], 1), 'c.bias': tensor([0.5], [1]) },
      'conv',
    );
    const x = tensor([1, 2, 3, 4], [1, 1, 2, 2]);
    near(await evaluate([x], (_, v) => conv2d(m.at('c'), v, 1, 1)), [10.5, 10.5, 10.5, 10.5], [1, 1, 2, 2]);
    near(await evaluate([x], (_, v) => conv2d(m.at('c'), v, 1, 1, { stride: 2 })), [10.5], [1, 1, 1, 1]);
    const down = await evaluate([x], (_, v) => conv2d(m.at('c'), v, 1, 1, { stride: 2, pads: [0, 0, 1, 1] }));
    near(down, [10.5], [1, 1, 1, 1]);
  });

  it('layerNorm has mean 0 and variance 1 in each row before scale and bias', async () => {
    const m = weightsOf(folder, { 'n.weight': filled([4], 2), 'n.bias': filled([4], 1) }, 'layer');
    const y = await evaluate([tensor([1, 2, 3, 4], [1, 4])], (_, v) => layerNorm(m.at('n'), v, 4, 1e-12));
    const s = Math.sqrt(1.25);
    near(
      y,
      [-1.5, -0.5, 0.5, 1.5].map((v) => (2 * v) / s + 1),
      [1, 4],
    );
  });

  it('gatedLinear is the first half of x·Wᵀ + b times the Gelu of the second', async () => {
    const m = weightsOf(
      folder,
      { 'g.weight': tensor([1, 0, 0, 1], [2, 2]), 'g.bias': tensor([0, 100], [2]) },
      'gate',
    );
    const x = tensor([3, 4], [1, 1, 2]);
    near(await evaluate([x], (_, v) => gatedLinear(m.at('g'), v, 2, 1)), [3 * 104], [1, 1, 1]);
  });
});
