import assert from 'node:assert/strict';
import { cpSync, mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../../graph-server/config.ts';
import { BundleFolder } from '../../../method/diffusion/bundle-folder.ts';
import { likenesses, textAlignments } from '../../../method/evaluation/features.ts';
import { openJudges } from '../../../method/evaluation/open-judges.ts';
import { decodePicture } from '../../../method/image/decode.ts';
import { Runtime } from '../../../method/runtime/runtime.ts';
import { gaussianNoise } from '../../../method/tensor/noise.ts';
import { parityFolder } from '../../support/fixtures.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { writeTinyBundle, writeTinyPublished } from '../../support/tiny-bundle.ts';

describe('openJudges', () => {
  const sessions = new Runtime({ threads: 1 });
  const models = temporaryFolder();
  after(() => sessions.dispose());

  it('opens the judges of the shipped bundle, which tell its samples apart', async () => {
    const bundle = await BundleFolder.open(join(packageRoot, 'models', 'elite-nano'));
    const { text, identity, labels, picture, missing } = await openJudges(
      { bundle, models: [models] },
      sessions,
    );
    assert.deepEqual(
      [text?.id, identity?.id, labels?.id, picture],
      ['tiny-clip', 'tiny-id', 'tiny-label', undefined],
    );
    assert.match(missing.picture ?? '', /^no weights \(expected model\.safetensors or .*dino-vits16\)$/);
    assert.ok(text?.texts && identity && labels);
    const photo = async (name: string) =>
      (await decodePicture(await readFile(join(bundle.path, 'samples', `${name}.png`)), name)).image;
    const [wolf, violin] = [await photo('wolf'), await photo('violin')];
    const seen = await identity.pictures(wolf);
    assert.ok((likenesses(seen, seen)[0]?.mean ?? 0) > 0.999);
    assert.ok((likenesses(seen, await identity.pictures(violin))[0]?.mean ?? 1) < 0.9);
    const features = await text.pictures(wolf);
    const texts = await text.texts(['a photo of a wolf', 'a photo of a violin']);
    assert.deepEqual(texts.dims, [2, features.dims[1]]);
    assert.equal(textAlignments(features, await text.texts(['a photo of a wolf'])).length, 1);
    const logits = await labels.labels(wolf);
    for (const [head, names] of Object.entries(labels.names))
      assert.deepEqual(logits[head]?.dims, [1, names.length], head);
  });

  it('opens published weights for the presets that name them, and says why another is missing', async () => {
    const { clip } = await writeTinyPublished(models);
    mkdirSync(join(models, 'evaluators'));
    cpSync(clip, join(models, 'evaluators', 'clip-vit-base-patch32'), { recursive: true });
    cpSync(parityFolder('dino'), join(models, 'evaluators', 'dino-vits16'), { recursive: true });
    const sources = { models: [models], text: 'clip-b32/ti', picture: 'dino-s16/clip' } as const;
    const { text, picture, missing } = await openJudges(sources, sessions);
    assert.deepEqual([text?.id, picture?.id], ['clip-b32/ti', 'dino-s16/clip']);
    assert.deepEqual((await text?.texts?.(['a b']))?.dims, [1, 24]);
    assert.deepEqual((await picture?.pictures(gaussianNoise(1, [1, 40, 40, 3])))?.dims, [1, 24]);
    assert.equal(missing.identity, 'no weights (the bundle has no part evaluators)');
    const large = await openJudges({ models: [models], text: 'clip-l14/pil' }, sessions);
    assert.match(large.missing.text ?? '', /^no weights/);
  });

  it('names the CLIP of a bundle by its sizes, and has no identity without evaluators', async () => {
    const bundle = await BundleFolder.open(await writeTinyBundle(models, 'bare'));
    const { text, identity, missing } = await openJudges({ bundle, models: [], text: 'tiny-clip' }, sessions);
    assert.deepEqual([text?.id, identity], ['tiny-clip', undefined]);
    assert.equal(missing.labels, 'no weights (the bundle has no part evaluators)');
  });
});
