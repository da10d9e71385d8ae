import assert from 'node:assert/strict';
import { checkpointOf } from '../../../method/checkpoint/checkpoint.ts';
import { Module } from '../../../method/checkpoint/module.ts';
import { parseClipTextConfig } from '../../../method/clip/config.ts';
import { clipTextGraph, textTower } from '../../../method/clip/text.ts';
import { filled, relativeL2, slice, type Tensor } from '../../../method/tensor/tensor.ts';
import { openFixture, type Fixture } from '../../support/fixtures.ts';
import { runModel } from '../../support/run-graph.ts';

describe('clipTextGraph', () => {
  let fixture: Fixture;
  before(async () => {
    fixture = await openFixture('text-a');
  });
  const hiddenOf = async (rows: Tensor): Promise<Tensor> => {
    const model = clipTextGraph(parseClipTextConfig(fixture.config, 'text-a'), fixture.weights);
    return (await runModel(model, { rows }))['hidden'] ?? filled([1], NaN);
  };

  it("gives transformers' last hidden state", async () => {
    const hidden = await hiddenOf(await fixture.io('rows'));
    assert.ok(relativeL2(hidden, await fixture.io('hidden')) < 1e-4);
  });

  it('is causal: a later row changes no earlier one', async () => {
    const rows = await fixture.io('rows');
    const width = rows.dims[2] ?? 0;
    const changed = {
      dims: rows.dims,
      data: rows.data.map((v, i) => (i % (16 * width) >= 9 * width ? -v : v)),
    };
    const [a, b] = [await hiddenOf(rows), await hiddenOf(changed)];
    assert.ok(relativeL2(slice(b, 1, 0, 9), slice(a, 1, 0, 9)) < 1e-6);
    assert.ok(relativeL2(slice(b, 1, 9, 16), slice(a, 1, 9, 16)) > 1e-2);
  });

  it('names the key of a weight of another size', () => {
    const config = { ...parseClipTextConfig(fixture.config, 'text-a'), length: 77 };
    assert.throws(() => clipTextGraph(config, fixture.weights), {
      message:
        'text_model.embeddings.position_embedding.weight: expected [77, 24], the checkpoint has [16, 24]',
    });
  });
});

describe('textTower', () => {
  it('is below text_model, or the root itself', () => {
    const root = (key: string): Module =>
      new Module(
        checkpointOf(new Map([[key, { file: '/w', offset: 0, length: 4, dtype: 'F32', dims: [1] }]])),
      );
    assert.equal(textTower(root('text_model.final_layer_norm.weight')).path, 'text_model');
    assert.equal(textTower(root('final_layer_norm.weight')).path, '');
  });
});
