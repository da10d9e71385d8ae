import assert from 'node:assert/strict';
import { clipBlock } from '../../../method/clip/block.ts';
import type { TowerConfig } from '../../../method/clip/config.ts';
import { gaussianNoise } from '../../../method/tensor/noise.ts';
import { filled, relativeL2, slice, zeros, type Tensor } from '../../../method/tensor/tensor.ts';
import { evaluate } from '../../support/run-graph.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { randomWeights, weightsOf } from '../../support/weights.ts';

const WIDTH = 8;
const config: TowerConfig = {
  width: WIDTH,
  mlp: 16,
  layers: 1,
  heads: 2,
  activation: 'quick_gelu',
  epsilon: 1e-5,
  projection: 4,
};

function block(silent: boolean): Record<string, Tensor> {
  const tensors: Record<string, Tensor> = {};
  ['q_proj', 'k_proj', 'v_proj', 'out_proj'].forEach((name, i) => {
    tensors[`self_attn.${name}.weight`] = randomWeights(i, WIDTH, WIDTH);
    tensors[`self_attn.${name}.bias`] = zeros([WIDTH]);
  });
  for (const norm of ['layer_norm1', 'layer_norm2']) {
    tensors[`${norm}.weight`] = filled([WIDTH], 1);
    tensors[`${norm}.bias`] = zeros([WIDTH]);
  }
  tensors['mlp.fc1.weight'] = randomWeights(8, 16, WIDTH);
  tensors['mlp.fc1.bias'] = zeros([16]);
  tensors['mlp.fc2.weight'] = silent ? zeros([WIDTH, 16]) : randomWeights(9, WIDTH, 16);
  tensors['mlp.fc2.bias'] = zeros([WIDTH]);
  if (silent) tensors['self_attn.out_proj.weight'] = zeros([WIDTH, WIDTH]);
  return tensors;
}

describe('clipBlock', () => {
  const folder = temporaryFolder();
  const x = gaussianNoise(20, [1, 3, WIDTH]);

  it('passes its input on when attention and MLP add nothing', async () => {
    const m = weightsOf(folder, block(true), 'silent');
    assert.deepEqual((await evaluate([x], (_, v) => clipBlock(m, v, config))).data, x.data);
  });

  it('with a mask that hides nothing equals the block without one', async () => {
    const m = weightsOf(folder, block(false), 'plain');
    const plain = await evaluate([x], (_, v) => clipBlock(m, v, config));
    const open = await evaluate([x, zeros([1, 1, 3, 3])], (_, v, mask) => clipBlock(m, v, config, mask));
    assert.ok(relativeL2(open, plain) < 1e-5);
    assert.ok(relativeL2(plain, x) > 0.1);
  });

  it('lets a row see only what the mask shows', async () => {
    const m = weightsOf(folder, block(false), 'causal');
    const hidden = -1e30;
    const mask = { dims: [1, 1, 3, 3], data: Float32Array.of(0, hidden, hidden, 0, 0, hidden, 0, 0, 0) };
    const changed = { dims: x.dims, data: x.data.map((v, i) => (i >= 2 * WIDTH ? v + 1 : v)) };
    const [a, b] = [
      await evaluate([x, mask], (_, v, c) => clipBlock(m, v, config, c)),
      await evaluate([changed, mask], (_, v, c) => clipBlock(m, v, config, c)),
    ];
    assert.deepEqual(slice(a, 1, 0, 2).data, slice(b, 1, 0, 2).data);
    assert.notDeepEqual(slice(a, 1, 2, 3).data, slice(b, 1, 2, 3).data);
  });
});
