import assert from 'node:assert/strict';
import { count, object, parseClipTextConfig, parseClipVisionConfig } from '../../../method/clip/config.ts';

describe('parseClipVisionConfig', () => {
  it('reads a vision config alone or inside the whole CLIP’s', () => {
    const alone = {
      hidden_size: 1024,
      num_hidden_layers: 24,
      patch_size: 14,
      projection_dim: 768,
      image_size: 224,
    };
    const parsed = parseClipVisionConfig(alone, 'config.json');
    assert.deepEqual(
      [parsed.width, parsed.layers, parsed.patchSize, parsed.imageSize, parsed.projection],
      [1024, 24, 14, 224, 768],
    );
    assert.deepEqual(
      parseClipVisionConfig({ vision_config: alone, projection_dim: 768 }, 'config.json'),
      parsed,
    );
  });

  it("has transformers' defaults", () => {
    const { width, heads, mlp, activation, epsilon } = parseClipVisionConfig({}, 'config.json');
    assert.deepEqual([width, heads, mlp, activation, epsilon], [768, 12, 3072, 'quick_gelu', 1e-5]);
  });

  it('names the member that it does not understand', () => {
    const refuses = (json: unknown, message: string): void =>
      assert.throws(() => parseClipVisionConfig(json, 'c.json'), { message });
    refuses({ hidden_size: 0 }, 'c.json, hidden_size: expected a whole number above 0, got 0');
    refuses({ hidden_act: 'relu' }, 'c.json, hidden_act: expected quick_gelu or gelu, got "relu"');
    refuses([], 'c.json: expected an object, got []');
    refuses({ vision_config: 3 }, 'c.json: expected an object, got 3');
  });
});

describe('parseClipTextConfig', () => {
  it('reads a text config alone or inside the whole CLIP’s', () => {
    const alone = { hidden_size: 768, vocab_size: 49408, max_position_embeddings: 77, eos_token_id: 49407 };
    const parsed = parseClipTextConfig(alone, 'config.json');
    assert.deepEqual(
      [parsed.width, parsed.vocabulary, parsed.length, parsed.endToken],
      [768, 49408, 77, 49407],
    );
    assert.deepEqual(parseClipTextConfig({ text_config: alone, projection_dim: 512 }, 'config.json'), parsed);
  });
});

describe('count and object', () => {
  it('take what a config may say', () => {
    assert.equal(count({ n: 3 }, 'n', 'c'), 3);
    assert.equal(count({}, 'n', 'c', 7), 7);
    assert.throws(() => count({ n: 1.5 }, 'n', 'c'), {
      message: 'c, n: expected a whole number above 0, got 1.5',
    });
    assert.deepEqual(object({ a: 1 }, 'c'), { a: 1 });
    assert.throws(() => object(null, 'c'), { message: 'c: expected an object, got null' });
  });
});
