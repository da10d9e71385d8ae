import assert from 'node:assert/strict';
import { parseUnetConfig } from '../../../method/diffusion/unet-config.ts';
import { eliteUnetGraph } from '../../../method/elite/unet-graph.ts';
import { openFixture, type Fixture } from '../../support/fixtures.ts';

describe('eliteUnetGraph', () => {
  const dims = { height: 8, width: 8, tokens: 12, patches: 16 };
  let fixture: Fixture;

  before(async () => {
    fixture = await openFixture('pipeline');
  });

  const parts = (contextWidth = 24) => {
    const { weights } = fixture;
    const json = (fixture.config as { unet: Record<string, unknown> }).unet;
    return {
      config: parseUnetConfig({ ...json, cross_attention_dim: contextWidth }, 'unet'),
      weights: { unet: weights.at('unet'), global: weights.at('global'), local: weights.at('local') },
    };
  };

  it('has three inputs more for each reference', () => {
    const { config, weights } = parts();
    const inputs = (references: number) => eliteUnetGraph(config, weights, { ...dims, references }).inputs;
    assert.deepEqual(inputs(0), ['sample', 'timestep', 'text']);
    assert.deepEqual(inputs(1).slice(3).sort(), ['lambda_0', 'patches_0', 'word_0']);
    assert.equal(inputs(2).length, 9);
  });

  it('reads no word when its gate is open', () => {
    const { config, weights } = parts();
    const { inputs } = eliteUnetGraph(config, weights, { ...dims, references: 1, gate: 'open' });
    assert.deepEqual(inputs.slice(3).sort(), ['lambda_0', 'patches_0']);
  });

  it('reads the keys and values of the mapper and not those of the UNet', () => {
    const { config, weights } = parts();
    const plain = eliteUnetGraph(config, weights, { ...dims, references: 0 });
    const local = eliteUnetGraph(config, weights, { ...dims, references: 1 });
    assert.ok(local.weightBytes > plain.weightBytes);
    const wrong = { ...weights, global: weights.local.at('nothing') };
    assert.throws(
      () => eliteUnetGraph(config, wrong, { ...dims, references: 0 }),
      /attn2_to_k.weight: expected \[16, 24\], the checkpoint has no such key/,
    );
  });

  it('refuses mappers of a model with another context width, by key and both shapes', () => {
    const { config, weights } = parts(32);
    assert.throws(
      () => eliteUnetGraph(config, weights, { ...dims, references: 0 }),
      /^CheckpointError: global.down_blocks_0_attentions_0_transformer_blocks_0_attn2_to_k.weight: expected \[16, 32\], the checkpoint has \[16, 24\]/,
    );
  });

  it('refuses references without a local mapper', () => {
    const { config, weights } = parts();
    const { unet, global } = weights;
    assert.throws(
      () => eliteUnetGraph(config, { unet, global }, { ...dims, references: 1 }),
      /^Error: elite unet: expected a local mapper for its references, got none$/,
    );
  });

  it('has its deep feature as an output, or as an input of a graph with fewer weights', () => {
    const { config, weights } = parts();
    const graph = (deep?: { depth: number; isGiven: boolean }) =>
      eliteUnetGraph(config, weights, { ...dims, references: 1, ...(deep ? { deep } : {}) });
    const [whole, telling, outer] = [
      graph(),
      graph({ depth: 2, isGiven: false }),
      graph({ depth: 2, isGiven: true }),
    ];
    assert.deepEqual(telling.outputs, ['deep', 'epsilon']);
    assert.deepEqual(telling.inputs, whole.inputs);
    assert.equal(telling.weightBytes, whole.weightBytes);
    assert.deepEqual([...outer.inputs].sort(), [...whole.inputs, 'deep'].sort());
    assert.ok(outer.weightBytes < whole.weightBytes / 2);
  });
});
