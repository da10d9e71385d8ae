import assert from 'node:assert/strict';
import { enlarge, residual } from '../../../method/diffusion/residual.ts';
import { gaussianNoise } from '../../../method/tensor/noise.ts';
import { filled, tensor, zeros, type Tensor } from '../../../method/tensor/tensor.ts';
import { evaluate } from '../../support/run-graph.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { randomWeights, weightsOf } from '../../support/weights.ts';

function block(from: number, to: number, last: Tensor): Record<string, Tensor> {
  return {
    'norm1.weight': filled([from], 1),
    'norm1.bias': zeros([from]),
    'conv1.weight': randomWeights(1, to, from, 3, 3),
    'conv1.bias': zeros([to]),
    'norm2.weight': filled([to], 1),
    'norm2.bias': zeros([to]),
    'conv2.weight': last,
    'conv2.bias': zeros([to]),
    'conv_shortcut.weight': tensor(
      Array.from({ length: to * from }, (_, i) => (i % from === 0 ? 1 : 0)),
      [to, from, 1, 1],
    ),
    'conv_shortcut.bias': zeros([to]),
    'time_emb_proj.weight': randomWeights(2, to, 3),
    'time_emb_proj.bias': zeros([to]),
  };
}

describe('residual', () => {
  const folder = temporaryFolder();
  const x = gaussianNoise(5, [1, 2, 4, 4]);
  const sizes = (to: number) => ({ from: 2, to, groups: 2, epsilon: 1e-5 });

  it('passes its input on when the last convolution is silent', async () => {
    const m = weightsOf(folder, block(2, 2, zeros([2, 2, 3, 3])), 'silent');
    assert.deepEqual((await evaluate([x], (_, v) => residual(m, v, sizes(2)))).data, x.data);
  });

  it('brings the input to the new width by the shortcut', async () => {
    const m = weightsOf(folder, block(2, 4, zeros([4, 4, 3, 3])), 'wider');
    const { dims, data } = await evaluate([x], (_, v) => residual(m, v, sizes(4)));
    assert.deepEqual(dims, [1, 4, 4, 4]);
    for (let c = 0; c < 4; c += 1) assert.deepEqual(data.slice(c * 16, c * 16 + 16), x.data.slice(0, 16));
  });

  it('lets the time in between its convolutions', async () => {
    const m = weightsOf(folder, block(2, 2, randomWeights(3, 2, 2, 3, 3)), 'timed');
    const at = (t: number): Promise<Tensor> =>
      evaluate([x, filled([1, 3], t)], (_, v, time) => residual(m, v, sizes(2), { value: time, width: 3 }));
    const [without, zero, one] = [
      await evaluate([x], (_, v) => residual(m, v, sizes(2))),
      await at(0),
      await at(1),
    ];
    assert.deepEqual(zero.data, without.data);
    assert.notDeepEqual(one.data, without.data);
  });
});

describe('enlarge', () => {
  it('repeats each pixel twice in height and width', async () => {
    const y = await evaluate([tensor([1, 2, 3, 4], [1, 1, 2, 2])], (_, v) => enlarge(v));
    assert.deepEqual([...y.data], [1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4]);
  });

  it('takes the odd sides of another value', async () => {
    const y = await evaluate([tensor([1, 2, 3, 4], [1, 1, 2, 2]), zeros([1, 1, 3, 4])], (_, v, like) =>
      enlarge(v, like),
    );
    assert.deepEqual(y, tensor([1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4], [1, 1, 3, 4]));
  });
});
