import assert from 'node:assert/strict';
import { join } from 'node:path';
import { withInt8Weights } from '../../../method/checkpoint/derived-weights.ts';
import { Module } from '../../../method/checkpoint/module.ts';
import { hasInt8 } from '../../../method/onnx/int8-layers.ts';
import { conv2d, gatedLinear, linear, linearWithoutBias } from '../../../method/onnx/layers.ts';
import { gaussianNoise } from '../../../method/tensor/noise.ts';
import { relativeL2, tensor, type Tensor } from '../../../method/tensor/tensor.ts';
import { evaluate } from '../../support/run-graph.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { weightsOf } from '../../support/weights.ts';

/** Noise of weights of 7 bits and activations of 8, on normal numbers: about 1.5 %. */
const NOISE = 0.03;

describe('layers with 8-bit weights', () => {
  const folder = temporaryFolder();
  let [plain, int8]: [Module | undefined, Module | undefined] = [undefined, undefined];
  before(async () => {
    plain = weightsOf(folder, {
      'linear.weight': gaussianNoise(1, [24, 32]),
      'linear.bias': gaussianNoise(2, [24]),
      'conv.weight': gaussianNoise(3, [12, 8, 3, 3]),
      'conv.bias': gaussianNoise(4, [12]),
      'point.weight': gaussianNoise(5, [12, 8, 1, 1]),
      'point.bias': gaussianNoise(6, [12]),
    });
    const { checkpoint } = plain;
    const keys = checkpoint.keys.filter((key) => key.endsWith('weight'));
    const settings = { folder: join(folder, 'derived'), source: 'test', bits: 7 } as const;
    int8 = new Module(await withInt8Weights(checkpoint, keys, settings));
  });

  const both = async (
    x: Tensor,
    build: (m: Module, v: Parameters<typeof linear>[1]) => ReturnType<typeof linear>,
  ): Promise<readonly [Tensor, Tensor]> => {
    const [a, b] = [plain, int8];
    assert.ok(a && b);
    return [await evaluate([x], (_, v) => build(a, v)), await evaluate([x], (_, v) => build(b, v))];
  };

  it('are chosen where they are there', () => {
    assert.deepEqual(
      [plain, int8].map((m) => m && hasInt8(m.at('linear'))),
      [false, true],
    );
  });

  it('are near to the linear layer, its bias included', async () => {
    const [exact, near] = await both(gaussianNoise(6, [2, 5, 32]), (m, x) =>
      linear(m.at('linear'), x, 32, 24),
    );
    assert.deepEqual(near.dims, exact.dims);
    const error = relativeL2(near, exact);
    assert.ok(error > 1e-4 && error < NOISE, `relative error ${error}`);
  });

  it('are near to the linear layer that has no bias', async () => {
    const x = gaussianNoise(11, [2, 5, 32]);
    const [exact, near] = await both(x, (m, v) => linearWithoutBias(m.at('linear'), v, 32, 24));
    assert.ok(relativeL2(near, exact) < NOISE);
  });

  it('gate by halves as the whole product would, near to the exact gate', async () => {
    const x = gaussianNoise(10, [2, 5, 32]);
    const [exact, near] = await both(x, (m, v) => gatedLinear(m.at('linear'), v, 32, 12));
    assert.deepEqual(near.dims, [2, 5, 12]);
    const error = relativeL2(near, exact);
    assert.ok(error > 1e-4 && error < NOISE, `relative error ${error}`);
    const [, whole] = await both(x, (m, v) => {
      const y = linear(m.at('linear'), v, 32, 24);
      return y.slice(2, 0, 12).mul(y.slice(2, 12, 24).gelu());
    });
    assert.deepEqual(near.data, whole.data);
  });

  it('are near to convolutions of 3×3 and of 1×1, on odd sides and to the edges', async () => {
    const x = gaussianNoise(7, [2, 8, 7, 5]);
    for (const [name, kernel] of [
      ['conv', 3],
      ['point', 1],
    ] as const) {
      const [exact, near] = await both(x, (m, v) => conv2d(m.at(name), v, 8, 12, { kernel }));
      assert.deepEqual(near.dims, exact.dims);
      const error = relativeL2(near, exact);
      assert.ok(error > 1e-4 && error < NOISE, `${name}: relative error ${error}`);
    }
  });

  it('put each tap where it belongs: a picture of one pixel', async () => {
    const one = tensor(
      Float32Array.from({ length: 8 * 9 }, (_, i) => (i % 9 === 4 ? 1 : 0)),
      [1, 8, 3, 3],
    );
    const [exact, near] = await both(one, (m, v) => conv2d(m.at('conv'), v, 8, 12));
    assert.ok(relativeL2(near, exact) < NOISE);
  });

  it('are near to convolutions with a stride, on even and odd sides', async () => {
    for (const [name, kernel] of [
      ['conv', 3],
      ['point', 1],
    ] as const) {
      const [exact, near] = await both(gaussianNoise(8, [2, 8, 8, 5]), (m, v) =>
        conv2d(m.at(name), v, 8, 12, { kernel, stride: 2 }),
      );
      assert.deepEqual(near.dims, exact.dims);
      const error = relativeL2(near, exact);
      assert.ok(error > 1e-4 && error < NOISE, `${name}: relative error ${error}`);
    }
  });

  it('leave convolutions with margins of their own as they are', async () => {
    const [exact, near] = await both(gaussianNoise(9, [1, 8, 8, 8]), (m, v) =>
      conv2d(m.at('conv'), v, 8, 12, { stride: 2, pads: [0, 0, 1, 1] }),
    );
    assert.deepEqual(near.data, exact.data);
  });
});
