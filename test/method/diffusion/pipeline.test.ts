import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BundleFolder } from '../../../method/diffusion/bundle-folder.ts';
import { openPipeline, openTokenizer } from '../../../method/diffusion/pipeline.ts';
import type { Sessions } from '../../../method/onnx/session.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { writeTinyBundle } from '../../support/tiny-bundle.ts';

const unused = (): Sessions => ({
  session: (key) => Promise.reject(new Error(`${key}: nothing is loaded here`)),
});

describe('openPipeline', () => {
  const folder = temporaryFolder();
  const rewrite = (path: string, from: string, to: string): void => {
    writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
  };

  it('opens what draws pictures without loading weights', async () => {
    const bundle = await BundleFolder.open(await writeTinyBundle(folder));
    const { model, clip, vae, imageSize } = await openPipeline(bundle, unused());
    assert.deepEqual(
      [model.config.contextWidth, model.latentScale, clip.config.length, vae.factor, imageSize],
      [24, 0.18215, 12, 8, 64],
    );
    assert.equal((await openTokenizer(bundle)).length, 12);
  });

  it('remembers a bundle until its bundle.json changes', async () => {
    const path = await writeTinyBundle(folder, 'remembered');
    const sessions = unused();
    const first = await openPipeline(await BundleFolder.open(path), sessions);
    assert.equal(await openPipeline(await BundleFolder.open(path), sessions), first);
    assert.notEqual(await openPipeline(await BundleFolder.open(path), unused()), first);
    rewrite(join(path, 'bundle.json'), '"Random weights."', '"Other words."');
    assert.notEqual(await openPipeline(await BundleFolder.open(path), sessions), first);
  });

  it('forgets a bundle that could not be opened', async () => {
    const path = await writeTinyBundle(folder, 'mended');
    const sessions = unused();
    const config = join(path, 'text_encoder/config.json');
    const right = readFileSync(config);
    rewrite(
      join(path, 'bundle.json'),
      /"files".*\]/.exec(readFileSync(join(path, 'bundle.json'), 'utf8'))?.[0] ?? '',
      '"files":[]',
    );
    rewrite(config, '"max_position_embeddings":12', '"max_position_embeddings":77');
    await assert.rejects(
      openPipeline(await BundleFolder.open(path), sessions),
      /text_encoder\/config.json, max_position_embeddings: expected 12, the tokenizer's length, got 77$/,
    );
    writeFileSync(config, right);
    assert.equal((await openPipeline(await BundleFolder.open(path), sessions)).imageSize, 64);
  });

  it('refuses a model that predicts something else than noise', async () => {
    const path = await writeTinyBundle(folder, 'velocity');
    writeFileSync(join(path, 'scheduler.json'), '{"prediction_type":"v_prediction"}');
    rewrite(join(path, 'bundle.json'), '"parts":{', '"parts":{"scheduler":{"config":"scheduler.json"},');
    await assert.rejects(
      openPipeline(await BundleFolder.open(path), unused()),
      /scheduler.json, prediction_type: expected epsilon, got "v_prediction"$/,
    );
  });
});
