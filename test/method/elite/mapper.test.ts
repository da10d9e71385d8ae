import assert from 'node:assert/strict';
import { GlobalMapper, LocalMapper } from '../../../method/elite/mapper.ts';
import type { Sessions } from '../../../method/onnx/session.ts';
import { Runtime } from '../../../method/runtime/runtime.ts';
import { gaussianNoise } from '../../../method/tensor/noise.ts';
import { filled, relativeL2, slice, zeros, type Tensor } from '../../../method/tensor/tensor.ts';
import { openFixture, type Fixture } from '../../support/fixtures.ts';

describe('the mappers as handles', () => {
  const runtime = new Runtime();
  const features = Array.from({ length: 5 }, (_, i) => gaussianNoise(i + 1, [2, 17, 24]));
  let fixture: Fixture;

  before(async () => {
    fixture = await openFixture('pipeline');
  });
  after(() => runtime.dispose());

  it('write one word a layer, each of a batch as it would be alone', async () => {
    const mapper = new GlobalMapper({ key: 'g', weights: fixture.weights.at('global'), sessions: runtime });
    const both = await mapper.words(features);
    assert.deepEqual(both.dims, [2, 5, 24]);
    const second = await mapper.words(features.map((f) => slice(f, 0, 1, 2)));
    assert.ok(relativeL2(slice(both, 0, 1, 2), second) < 1e-5); // fp32, sums in another order
  });

  it('write patches that are zero outside the mask and do not depend on it inside', async () => {
    const mapper = new LocalMapper({ key: 'l', weights: fixture.weights.at('local'), sessions: runtime });
    const mask = zeros([2, 16, 1]);
    mask.data.fill(1, 4, 9);
    const all = await mapper.patches(features, filled([2, 16, 1], 1));
    const some = await mapper.patches(features, mask);
    assert.deepEqual(some.dims, [2, 16, 24]);
    const rows = (x: Tensor, from: number, to: number) => slice(slice(x, 0, 0, 1), 1, from, to).data;
    assert.deepEqual(rows(some, 4, 9), rows(all, 4, 9));
    assert.ok([...rows(some, 0, 4), ...rows(some, 9, 16)].every((v) => v === 0));
  });

  it('load their graph once for each number of patches, under their key', async () => {
    const keys: string[] = [];
    const sessions: Sessions = {
      session: (key) => {
        keys.push(key);
        return Promise.resolve({ inputs: [], run: () => Promise.resolve({ words: zeros([1, 5, 24]) }) });
      },
    };
    const mapper = new GlobalMapper({ key: 'abc', weights: fixture.weights.at('global'), sessions });
    await mapper.words(features);
    await mapper.words(features.map((f) => slice(f, 1, 0, 10)));
    assert.deepEqual(keys, ['global abc 16', 'global abc 9']);
  });
});
