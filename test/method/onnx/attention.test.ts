import assert from 'node:assert/strict';
import { attention, mergeHeads, splitHeads } from '../../../method/onnx/attention.ts';
import { gaussianNoise } from '../../../method/tensor/noise.ts';
import { relativeL2, type Tensor } from '../../../method/tensor/tensor.ts';
import { evaluate } from '../../support/run-graph.ts';

describe('attention', () => {
  it('equals softmax(QKᵀ/√d)·V written out, head by head', async () => {
    const inputs = [1, 2, 3].map((seed) => gaussianNoise(seed, [2, 5, 6])) as [Tensor, ...Tensor[]];
    const fused = await evaluate(inputs, (_, q, k, v) => attention(q, k, v, { heads: 3, width: 6 }));
    const plain = await evaluate(inputs, (_, q, k, v) => {
      const logits = splitHeads(q, 3, 6)
        .mul(2 ** -0.5)
        .matmul(splitHeads(k, 3, 6).transpose(0, 1, 3, 2));
      return mergeHeads(logits.softmax(-1).matmul(splitHeads(v, 3, 6)), 6);
    });
    assert.ok(relativeL2(fused, plain) < 1e-5);
  });

  it('splitHeads and mergeHeads undo each other', async () => {
    const x = gaussianNoise(4, [2, 5, 6]);
    const y = await evaluate([x], (_, v) => mergeHeads(splitHeads(v, 2, 6), 6));
    assert.deepEqual(y.data, x.data);
  });
});
