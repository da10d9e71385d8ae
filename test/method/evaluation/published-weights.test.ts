import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { publishedWeights, whereExpected } from '../../../method/evaluation/published-weights.ts';
import { parityFolder } from '../../support/fixtures.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('publishedWeights', () => {
  const models = temporaryFolder();
  const folder = join(models, 'evaluators', 'dino-vits16');

  it('says where weights are looked for when there are none', async () => {
    const reason = await publishedWeights('dino-vits16', [models]);
    assert.equal(reason, `no weights (expected model.safetensors or pytorch_model.bin in ${folder})`);
    assert.equal(reason, whereExpected('dino-vits16', [models]));
  });

  it('opens the first folder that has them, with or without config.json', async () => {
    mkdirSync(folder, { recursive: true });
    copyFileSync(
      join(parityFolder('dino'), 'model.safetensors'),
      join(folder, 'dino_deitsmall16_pretrain.pth'),
    );
    const bare = await publishedWeights('dino-vits16', [join(models, 'none'), models]);
    assert.ok(typeof bare !== 'string');
    assert.equal(bare.config, undefined);
    assert.equal(bare.tokenizer, undefined);
    assert.ok(bare.weights.holds('encoder.layer.0'));
    writeFileSync(join(folder, 'config.json'), '{"num_attention_heads":3}');
    const whole = await publishedWeights('dino-vits16', [models]);
    assert.ok(typeof whole !== 'string');
    assert.deepEqual(whole.config, { num_attention_heads: 3 });
  });

  it('refuses a config.json that is no JSON', async () => {
    writeFileSync(join(folder, 'config.json'), 'vits16');
    await assert.rejects(
      publishedWeights('dino-vits16', [models]),
      /config\.json: expected JSON, got "vits16"$/,
    );
  });
});
