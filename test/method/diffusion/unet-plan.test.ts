import assert from 'node:assert/strict';
import { crossAttentionLayers, parseUnetConfig } from '../../../method/diffusion/unet-config.ts';
import { deepFeature, downUnits, outerLayers, upUnits } from '../../../method/diffusion/unet-plan.ts';

/** Stable Diffusion 1.4, whose sizes are the defaults but for the context. */
const config = parseUnetConfig({ cross_attention_dim: 768 }, 'unet');

describe('downUnits and upUnits', () => {
  it('leave as many skips as they take, that of conv_in among them', () => {
    assert.equal(downUnits(config).length + 1, upUnits(config).length);
    assert.equal(upUnits(config).length, 12);
  });

  it('take from below what the unit before gave', () => {
    assert.deepEqual(
      upUnits(config).map(({ from }) => from),
      [1280, 1280, 1280, 1280, 1280, 1280, 1280, 640, 640, 640, 320, 320],
    );
    assert.deepEqual(
      upUnits(config).flatMap(({ enlarges }, i) => (enlarges ? [i] : [])),
      [2, 5, 8],
    );
  });
});

describe('deepFeature', () => {
  const sides = { height: 64, width: 48 };

  it('has the size of what comes from below into the unit', () => {
    assert.deepEqual(deepFeature(config, 1, sides), [320, 64, 48]);
    assert.deepEqual(deepFeature(config, 3, sides), [640, 64, 48]);
    assert.deepEqual(deepFeature(config, 4, sides), [640, 32, 24]);
    assert.deepEqual(deepFeature(config, 12, sides), [1280, 8, 6]);
    assert.deepEqual(deepFeature(config, 10, { height: 9, width: 7 }), [1280, 2, 1]);
  });

  it('refuses a depth that the network does not have', () => {
    for (const depth of [0, 13, 1.5])
      assert.throws(() => deepFeature(config, depth, sides), {
        message: `depth: expected a whole number from 1 to 12, got ${depth}`,
      });
  });
});

describe('outerLayers', () => {
  it('are the cross-attention layers that run without the inner blocks', () => {
    assert.deepEqual(outerLayers(config, 1), [15]);
    assert.deepEqual(outerLayers(config, 3), [0, 1, 13, 14, 15]);
    const all = crossAttentionLayers(config).map((_, layer) => layer);
    assert.deepEqual(
      outerLayers(config, 12),
      all.filter((layer) => layer !== 6),
    ); // mid_block alone is left out
  });
});
