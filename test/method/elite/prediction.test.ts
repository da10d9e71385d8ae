import assert from 'node:assert/strict';
import { BundleFolder } from '../../../method/diffusion/bundle-folder.ts';
import type { DiffusionModel } from '../../../method/diffusion/diffusion-model.ts';
import { openBundle, type Bundle } from '../../../method/elite/bundle.ts';
import type { AttentionWatch, LayerMaps } from '../../../method/elite/attention-record.ts';
import { elitePrediction, layerCount, type LocalReference } from '../../../method/elite/prediction.ts';
import { Runtime } from '../../../method/runtime/runtime.ts';
import { gaussianNoise } from '../../../method/tensor/noise.ts';
import { concatenate, relativeL2, slice, zeros, type Tensor } from '../../../method/tensor/tensor.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { writeTinyBundle } from '../../support/tiny-bundle.ts';

const text = gaussianNoise(1, [1, 12, 24]);
const patches = gaussianNoise(2, [1, 16, 24]);

describe('elitePrediction', () => {
  const folder = temporaryFolder();
  const runtime = new Runtime();
  let bundle: Bundle;
  const x = gaussianNoise(5, [1, 4, 8, 8]);

  const reference = (lambda: number, e: Tensor = patches): { reference: LocalReference } => ({
    reference: { mapper: bundle.localMapper, patches: e, lambda: () => Array<number>(7).fill(lambda) },
  });
  const epsilon = (
    positions: readonly number[],
    options: { reference?: LocalReference; watch?: AttentionWatch },
    z = x,
  ): Promise<Tensor> =>
    elitePrediction(bundle.model, bundle.globalMapper, { text, positions }, options)(z, 500.5, 0);

  before(async () => {
    bundle = await openBundle(await BundleFolder.open(await writeTinyBundle(folder)), runtime);
  });
  after(() => runtime.dispose());

  it('has one λ for each of the cross-attention layers', async () => {
    assert.equal(layerCount(bundle.model), 7);
    const short = { reference: { ...reference(1).reference, lambda: () => [1] } };
    await assert.rejects(epsilon([2], short), /^Error: lambda: expected 7 values, one a layer, got 1$/);
  });

  it('is the global-only model bit for bit when λ is 0, and otherwise not', async () => {
    const without = await epsilon([2], {});
    assert.deepEqual((await epsilon([2], reference(0))).data, without.data);
    assert.ok(relativeL2(await epsilon([2], reference(1)), without) > 1e-3);
  });

  it('is the global-only model when the patches are zero: their values are too', async () => {
    const zero = await epsilon([2], reference(0.8, zeros([1, 16, 24])));
    assert.ok(relativeL2(zero, await epsilon([2], {})) < 1e-6); // sums in another order
  });

  it('follows the attention of the word that it is given', async () => {
    assert.ok(relativeL2(await epsilon([2], reference(1)), await epsilon([5], reference(1))) > 1e-4);
  });

  it('acts everywhere when its gate is open, whatever the word', async () => {
    const open = (positions: readonly number[], lambda: number) => {
      const { reference: gated } = reference(lambda);
      return epsilon(positions, { reference: { ...gated, gate: 'open' } });
    };
    assert.deepEqual((await open([2], 1)).data, (await open([5], 1)).data);
    assert.deepEqual((await open([2], 0)).data, (await epsilon([2], {})).data);
    assert.ok(relativeL2(await open([2], 1), await epsilon([2], reference(1))) > 1e-3);
  });

  it('tells where watched words act, the subject’s being the gate, and predicts as it does unwatched', async () => {
    const seen: { step: number; layers: readonly LayerMaps[] }[] = [];
    const watch: AttentionWatch = {
      columns: [[2, 5], [2], [5]],
      onMaps: (step, layers) => seen.push({ step, layers }),
    };
    const watched = await epsilon([2, 5], { ...reference(0.8), watch });
    assert.ok(relativeL2(watched, await epsilon([2, 5], reference(0.8))) < 1e-6);
    const [{ step, layers } = { step: -1, layers: [] }] = seen;
    assert.deepEqual([seen.length, step, layers.length], [1, 0, layerCount(bundle.model)]);
    for (const { height, width, values } of layers) {
      assert.deepEqual(values.dims, [1, height * width, 3]);
      assert.equal(height, width);
      assert.ok(values.data.every((share) => share > 0 && share <= 1));
    }
    assert.deepEqual([layers[0]?.height, layers[3]?.height], [8, 4]);
  });

  it('draws each sample of a batch as it would alone', async () => {
    const other = gaussianNoise(6, [1, 4, 8, 8]);
    const both = await epsilon([2], reference(0.8), concatenate([x, other], 0));
    assert.ok(relativeL2(slice(both, 0, 0, 1), await epsilon([2], reference(0.8))) < 1e-5);
    assert.ok(relativeL2(slice(both, 0, 1, 2), await epsilon([2], reference(0.8), other)) < 1e-5);
  });

  it('stops at the next evaluation when it is told to', async () => {
    const signal = AbortSignal.abort();
    const predict = elitePrediction(bundle.model, bundle.globalMapper, { text, positions: [2] }, { signal });
    await assert.rejects(predict(x, 10, 0), { name: 'AbortError' });
  });

  it('is itself on a deep feature of its own, λ in the right layers, and nearly so on that of the step before', async () => {
    const lambda = (): number[] => [0.1, 0.9, 0.3, 0.7, 0.5, 1.1, 0.2];
    const local = { reference: { ...reference(1).reference, lambda } };
    const at = (timesteps: readonly number[], depth?: number) => {
      const reuse = { interval: 2, depth: depth ?? 1, from: 999, to: 0 };
      const model = { ...bundle.model, savings: depth ? { reuse } : undefined };
      const predict = elitePrediction(model, bundle.globalMapper, { text, positions: [2] }, local);
      return timesteps.reduce<Promise<Tensor>>(
        async (before, t, step) => before.then(() => predict(x, t, step)),
        Promise.resolve(x),
      );
    };
    const whole = await at([500]);
    assert.ok(relativeL2(await at([500, 500], 3), whole) < 1e-6);
    assert.ok(relativeL2(await at([500, 500], 1), whole) < 1e-6);
    const reused = relativeL2(await at([520, 500], 1), whole);
    assert.ok(reused > 1e-6 && reused < 0.2, `relative difference ${reused}`);
  });

  it('looks at fewer pixels as its savings say, alone and with features used again', async () => {
    const at = async (savings: DiffusionModel['savings']): Promise<Tensor> => {
      const model = { ...bundle.model, savings };
      const predict = elitePrediction(model, bundle.globalMapper, { text, positions: [2] }, reference(1));
      await predict(x, 500, 0);
      return predict(x, 500, 1);
    };
    const reuse = { interval: 2, depth: 1, from: 999, to: 0 };
    const [whole, every, second] = [await at({}), await at({ keyStride: 1 }), await at({ keyStride: 2 })];
    assert.deepEqual(every, whole);
    const difference = relativeL2(second, whole);
    assert.ok(difference > 1e-6 && difference < 0.3, `relative difference ${difference}`);
    assert.ok(relativeL2(await at({ keyStride: 2, reuse }), second) < 1e-6);
  });
});
