import assert from 'node:assert/strict';
import { Module } from '../../../method/checkpoint/module.ts';
import { checkpointOf } from '../../../method/checkpoint/checkpoint.ts';
import { globalMapperGraph, LAYERS, localMapperGraph, mapperConfig } from '../../../method/elite/mappers.ts';
import { Runtime } from '../../../method/runtime/runtime.ts';
import { gaussianNoise } from '../../../method/tensor/noise.ts';
import { concatenate, relativeL2, slice, zeros } from '../../../method/tensor/tensor.ts';
import { openFixture, type Fixture } from '../../support/fixtures.ts';

describe('the graphs of the mappers', () => {
  const runtime = new Runtime();
  let fixture: Fixture;

  before(async () => {
    fixture = await openFixture('pipeline');
  });
  after(() => runtime.dispose());

  it('take their sizes from the file', () => {
    const { width, words, patches } = mapperConfig(fixture.weights.at('global'), 16);
    assert.deepEqual([width, words, patches], [24, 24, 16]);
    const empty = new Module(checkpointOf(new Map()));
    assert.throws(
      () => mapperConfig(empty, 16),
      /^CheckpointError: mapping_0.0.weight: expected \[-1, -1\], the checkpoint has no such key$/,
    );
  });

  it('have one input a layer', () => {
    const weights = fixture.weights.at('global');
    const { inputs, outputs } = globalMapperGraph(mapperConfig(weights, 16), weights);
    assert.deepEqual([inputs.length, outputs], [LAYERS, ['words']]);
    const local = fixture.weights.at('local');
    assert.deepEqual(localMapperGraph(mapperConfig(local, 16), local).inputs.length, LAYERS + 1);
  });

  it('pool over the patches after the network: their order is all the same to a word', async () => {
    const weights = fixture.weights.at('global');
    const session = await runtime.session('global', () =>
      globalMapperGraph(mapperConfig(weights, 16), weights),
    );
    const features = Array.from({ length: LAYERS }, (_, i) => gaussianNoise(i, [1, 17, 24]));
    const turned = features.map((f) =>
      concatenate([slice(f, 1, 0, 1), slice(f, 1, 9, 17), slice(f, 1, 1, 9)], 1),
    );
    const words = async (of: typeof features) =>
      (await session.run(Object.fromEntries(of.map((f, i) => [`features_${i}`, f]))))['words'] ?? zeros([1]);
    assert.ok(relativeL2(await words(turned), await words(features)) < 1e-5); // fp32, sums in another order
  });
});
