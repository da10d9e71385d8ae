import assert from 'node:assert/strict';
import { gaussianNoise } from '../../../method/tensor/noise.ts';
import { slice, zeros, type Tensor } from '../../../method/tensor/tensor.ts';
import { GlobalMapperNode } from '../../../nodes/elite/global-mapper.ts';
import { runNode } from '../../support/run-node.ts';
import { openedBundle } from '../../support/opened-bundle.ts';

describe('GlobalMapper', () => {
  const bundle = openedBundle();
  const features = Array.from({ length: 5 }, (_, i) => gaussianNoise(i + 1, [1, 17, 24]));
  const words = async (choice: string): Promise<Tensor> =>
    ((await runNode(GlobalMapperNode, { global_mapper: bundle().globalMapper, features, words: choice }))[
      'WORDS'
    ] as Tensor | undefined) ?? zeros([1]);

  it('gives the first word, all of them, or one of the others', async () => {
    const all = await words('all');
    assert.deepEqual(all.dims, [1, 5, 24]);
    assert.deepEqual(await words('primary'), slice(all, 1, 0, 1));
    assert.deepEqual(await words('w1'), slice(all, 1, 1, 2));
    assert.deepEqual(await words('w4'), slice(all, 1, 4, 5));
  });
});
