import assert from 'node:assert/strict';
import { dinoConfig, dinoKeys } from '../../../method/evaluation/dino-config.ts';
import { zeros } from '../../../method/tensor/tensor.ts';
import { openFixture } from '../../support/fixtures.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { weightsOf } from '../../support/weights.ts';

describe('dinoConfig', () => {
  const folder = temporaryFolder();

  it('reads sizes from shapes, and the rest from config.json', async () => {
    const { weights, config } = await openFixture('dino');
    const sizes = { width: 24, mlp: 48, layers: 3, imageSize: 32, patchSize: 8 };
    assert.deepEqual(dinoConfig(weights, config, 'x'), { ...sizes, heads: 3, epsilon: 1e-12 });
    assert.deepEqual(dinoConfig(weights.at('original'), { num_attention_heads: 2 }, 'x'), {
      ...sizes,
      heads: 2,
      epsilon: 1e-6,
    });
  });

  it('takes heads of 64 where no config.json says otherwise, as all of DINO has them', () => {
    const weights = weightsOf(folder, {
      'patch_embed.proj.weight': zeros([128, 3, 2, 2]),
      pos_embed: zeros([1, 5, 128]),
      'blocks.0.norm1.weight': zeros([128]),
      'blocks.0.mlp.fc1.weight': zeros([256, 128]),
    });
    const { heads, layers, imageSize } = dinoConfig(weights, undefined, 'x');
    assert.deepEqual([heads, layers, imageSize], [2, 1, 4]);
  });

  it('refuses positions that are no square, and other networks', () => {
    const odd = weightsOf(
      folder,
      { 'patch_embed.proj.weight': zeros([8, 3, 2, 2]), pos_embed: zeros([1, 6, 8]) },
      'odd.bin',
    );
    assert.throws(
      () => dinoConfig(odd, undefined, 'x'),
      /pos_embed: expected a square of patches and one class, got 6 rows$/,
    );
    const other = weightsOf(folder, { 'conv_in.weight': zeros([1]) }, 'other.bin');
    assert.throws(
      () => dinoKeys(other),
      /expected the keys of a ViTModel or of DINO, the checkpoint has others/,
    );
  });
});
