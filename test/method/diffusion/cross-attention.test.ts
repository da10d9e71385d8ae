import assert from 'node:assert/strict';
import { plainCrossAttention } from '../../../method/diffusion/cross-attention.ts';
import { gaussianNoise } from '../../../method/tensor/noise.ts';
import { concatenate, relativeL2, tensor, zeros } from '../../../method/tensor/tensor.ts';
import { evaluate } from '../../support/run-graph.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { randomWeights, weightsOf } from '../../support/weights.ts';

describe('plainCrossAttention', () => {
  const folder = temporaryFolder();
  const identity = tensor([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1], [4, 4]);
  const m = weightsOf(folder, {
    'to_q.weight': randomWeights(1, 4, 4),
    'to_k.weight': randomWeights(2, 4, 3),
    'to_v.weight': randomWeights(3, 4, 3),
    'to_out.0.weight': identity,
    'to_out.0.bias': zeros([4]),
  });
  const dims = { width: 4, contextWidth: 3, heads: 2 };
  const x = gaussianNoise(4, [1, 5, 4]);
  const attend = (text: ReturnType<typeof tensor>) =>
    evaluate([x, text], (_, value, context) => plainCrossAttention(context)(m, value, dims));

  it('gives every pixel the value of the only token', async () => {
    const out = await attend(gaussianNoise(5, [1, 1, 3]));
    assert.deepEqual(out.dims, [1, 5, 4]);
    for (let i = 1; i < 5; i += 1)
      assert.ok(out.data.slice(i * 4, i * 4 + 4).every((v, j) => Math.abs(v - (out.data[j] ?? NaN)) < 1e-6));
  });

  it('does not see the order of the tokens, nor that all of them stand there twice', async () => {
    const [a, b] = [gaussianNoise(6, [1, 1, 3]), gaussianNoise(7, [1, 1, 3])];
    const ordered = await attend(concatenate([a, b], 1));
    assert.ok(relativeL2(await attend(concatenate([b, a], 1)), ordered) < 1e-6);
    assert.ok(relativeL2(await attend(concatenate([a, b, a, b], 1)), ordered) < 1e-6);
    assert.ok(relativeL2(await attend(a), ordered) > 1e-2);
  });
});
