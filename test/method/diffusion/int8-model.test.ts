import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { derivedFolder, int8Keys, int8Model } from '../../../method/diffusion/int8-model.ts';
import { elitePrediction } from '../../../method/elite/prediction.ts';
import { gaussianNoise } from '../../../method/tensor/noise.ts';
import { relativeL2 } from '../../../method/tensor/tensor.ts';
import { openedBundle } from '../../support/opened-bundle.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('int8Model', () => {
  const bundle = openedBundle();
  const folder = temporaryFolder();

  it('predicts nearly what the model predicts, with weights that are kept', async () => {
    const { model, globalMapper } = bundle();
    const int8 = await int8Model(model, derivedFolder([folder]), 7);
    assert.notEqual(int8.key, model.key);
    assert.equal(readdirSync(derivedFolder([folder])).length, 1);
    const prompt = { text: gaussianNoise(1, [1, 12, 24]), positions: [2] };
    const x = gaussianNoise(2, [1, 4, 8, 8]);
    const exact = await elitePrediction(model, globalMapper, prompt)(x, 500, 0);
    const near = await elitePrediction(int8, globalMapper, prompt)(x, 500, 0);
    const error = relativeL2(near, exact);
    assert.ok(error > 1e-4 && error < 0.1, `relative error ${error}`);
  });

  it('stops when it is told to', async () => {
    const other = { ...bundle().model, key: 'other' };
    await assert.rejects(int8Model(other, folder, 7, AbortSignal.abort()), { name: 'AbortError' });
  });
});

describe('derivedFolder', () => {
  it("is in the first folder of models, which is the user's own", () => {
    assert.equal(derivedFolder(['own', 'shipped']), join('own', 'derived'));
    assert.throws(() => derivedFolder([]), {
      message: 'precision: expected a folder of models for 8-bit weights, got none',
    });
  });
});

describe('int8Keys', () => {
  it('are the large layers, and neither the first, the last, the time nor the text', () => {
    const block = 'down_blocks.0.attentions.0.transformer_blocks.0';
    const large = [
      'down_blocks.0.resnets.1.conv1.weight',
      'mid_block.resnets.0.conv2.weight',
      'up_blocks.1.upsamplers.0.conv.weight',
      'down_blocks.0.downsamplers.0.conv.weight',
      'up_blocks.3.resnets.0.conv_shortcut.weight',
      'down_blocks.0.attentions.0.proj_in.weight',
      `${block}.attn1.to_q.weight`,
      `${block}.attn2.to_out.0.weight`,
      `${block}.ff.net.0.proj.weight`,
      `${block}.ff.net.2.weight`,
    ];
    const others = [
      'conv_in.weight',
      'conv_out.weight',
      'time_embedding.linear_1.weight',
      'down_blocks.0.resnets.0.time_emb_proj.weight',
      `${block}.attn2.to_k.weight`,
      `${block}.norm1.weight`,
      `${block}.ff.net.2.bias`,
    ];
    assert.deepEqual(int8Keys([...others, ...large]), large);
  });
});
