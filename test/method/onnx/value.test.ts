import assert from 'node:assert/strict';
import { PORTABLE } from '../../../method/onnx/dialect.ts';
import type { Value } from '../../../method/onnx/value.ts';
import { tensor, type Tensor } from '../../../method/tensor/tensor.ts';
import { evaluate } from '../../support/run-graph.ts';

const x = tensor([1, -2, 3, 4, 0, -6], [2, 3]);

async function gives(
  compute: (x: Value) => Value,
  expected: readonly number[],
  dims: readonly number[],
  dialect = PORTABLE,
): Promise<void> {
  const y: Tensor = await evaluate([x], (_, value) => compute(value), dialect);
  assert.deepEqual(y.dims, dims);
  y.data.forEach((v, i) =>
    assert.ok(Math.abs(v - (expected[i] ?? NaN)) < 1e-5, `${i}: ${v}, not ${expected[i]}`),
  );
}

describe('Value', () => {
  it('adds, subtracts, multiplies and divides, by values and numbers', async () => {
    await gives((v) => v.add(1).mul(2).sub(v), [3, 0, 5, 6, 2, -4], [2, 3]);
    await gives((v) => v.div(2), [0.5, -1, 1.5, 2, 0, -3], [2, 3]);
  });

  it('has the activations of the networks', async () => {
    const each = (f: (v: number) => number): number[] => [...x.data].map(f);
    const sigmoid = (v: number): number => 1 / (1 + Math.exp(-v));
    await gives((v) => v.sigmoid(), each(sigmoid), [2, 3]);
    for (const hasFusedProducts of [true, false])
      for (const [swish, alpha] of [
        [(v: Value) => v.silu(), 1],
        [(v: Value) => v.quickGelu(), 1.702],
      ] as const) {
        const expected = each((v) => v * sigmoid(alpha * v));
        await gives(swish, expected, [2, 3], { ...PORTABLE, hasFusedProducts });
      }
    await gives(
      (v) => v.leakyRelu(0.01),
      each((v) => (v < 0 ? 0.01 * v : v)),
      [2, 3],
    );
    await gives(
      (v) => v.cos().mul(v.cos()).add(v.sin().mul(v.sin())),
      each(() => 1),
      [2, 3],
    );
    await gives((v) => v.gelu().slice(0, 0, 1), [0.8413447, -0.0455003, 2.9959502], [1, 3]);
  });

  it('has softmax rows that sum to one', async () => {
    await gives((v) => v.softmax(-1).mean([1]).mul(3), [1, 1], [2]);
  });

  it('multiplies matrices', async () => {
    await gives((v) => v.matmul(v.transpose(1, 0)), [14, -14, -14, 52], [2, 2]);
  });

  it('reshapes, transposes, slices, joins and adds axes', async () => {
    await gives((v) => v.reshape(3, -1), [1, -2, 3, 4, 0, -6], [3, 2]);
    await gives((v) => v.reshape(0, 3, 1), [1, -2, 3, 4, 0, -6], [2, 3, 1]);
    await gives((v) => v.transpose(1, 0), [1, 4, -2, 0, 3, -6], [3, 2]);
    await gives((v) => v.slice(1, 1, 3), [-2, 3, 0, -6], [2, 2]);
    await gives((v) => v.slice(0, 1, 2).concat([v], 0), [4, 0, -6, 1, -2, 3, 4, 0, -6], [3, 3]);
    await gives((v) => v.unsqueeze(1), [1, -2, 3, 4, 0, -6], [2, 1, 3]);
  });

  it('takes rows, the largest and the mean', async () => {
    await gives((v) => v.gather(v.graph.integers([1, 1, 0])), [4, 0, -6, 4, 0, -6, 1, -2, 3], [3, 3]);
    await gives((v) => v.max(1), [3, 4], [2, 1]);
    await gives((v) => v.mean([0]), [2.5, -1, -1.5], [3]);
    await gives((v) => v.mean([0, 1], true), [0], [1, 1]);
  });
});
