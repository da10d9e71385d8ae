import assert from 'node:assert/strict';
import { plainPrediction, type DiffusionModel } from '../../../method/diffusion/diffusion-model.ts';
import { gaussianNoise } from '../../../method/tensor/noise.ts';
import { relativeL2 } from '../../../method/tensor/tensor.ts';
import { CheckpointLoaderSimple } from '../../../nodes/diffusion/checkpoint-loader-simple.ts';
import { nodeContext, nodeFolders } from '../../support/node-context.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { writeTinyBundle } from '../../support/tiny-bundle.ts';

describe('CheckpointLoaderSimple', () => {
  const models = temporaryFolder();
  const folders = nodeFolders('nowhere', { models: [models] });
  before(() => writeTinyBundle(models));

  it('opens a bundle by its name', async () => {
    const out = await CheckpointLoaderSimple.run({ ckpt_name: 'tiny' }, nodeContext(folders));
    assert.deepEqual(Object.keys(out), ['MODEL', 'CLIP', 'VAE']);
    assert.deepEqual(Object.keys(CheckpointLoaderSimple.outputs), ['MODEL', 'CLIP', 'VAE']);
  });

  it('opens a bundle in 8 bits where asked, whose predictions are near those of 32', async () => {
    const open = async (precision: 'fp32' | 'int8'): Promise<DiffusionModel> => {
      const out = await CheckpointLoaderSimple.run({ ckpt_name: 'tiny', precision }, nodeContext(folders));
      return out.MODEL as DiffusionModel;
    };
    const models = [await open('fp32'), await open('int8')];
    assert.match(models[1]?.key ?? '', / int8-[78]$/);
    const text = gaussianNoise(1, [1, 12, models[0]?.config.contextWidth ?? 0]);
    const latent = gaussianNoise(2, [1, 4, 8, 8]);
    const [a, b] = await Promise.all(models.map((model) => plainPrediction(model, text)(latent, 500, 0)));
    assert.ok(a && b);
    const difference = relativeL2(b, a);
    assert.ok(difference > 0 && difference < 0.1, String(difference));
  });

  it('has a fingerprint that follows the bundle', async () => {
    const of = (ckpt_name?: string) =>
      CheckpointLoaderSimple.fingerprint?.(ckpt_name === undefined ? {} : { ckpt_name }, folders);
    assert.equal(await of(), '');
    assert.match((await of('tiny')) ?? '', /^[0-9a-f]{64}$/);
  });

  it('names the bundles that there are when it is asked for another', async () => {
    await assert.rejects(
      async () => CheckpointLoaderSimple.run({ ckpt_name: 'absent' }, nodeContext(folders)),
      { message: 'bundle "absent": expected one of tiny, got another name' },
    );
  });
});
