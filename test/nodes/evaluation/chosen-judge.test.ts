import assert from 'node:assert/strict';
import { join } from 'node:path';
import { packageRoot } from '../../../graph-server/config.ts';
import {
  chosenLikenessJudge,
  chosenTextJudge,
  judgeBundles,
  judgeKey,
} from '../../../nodes/evaluation/chosen-judge.ts';
import { nodeFolders } from '../../support/node-context.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { writeTinyBundle } from '../../support/tiny-bundle.ts';

describe('the judge that a node chooses', () => {
  const models = temporaryFolder();
  const folders = nodeFolders(models, {
    models: [models, join(packageRoot, 'models')],
    defaultBundle: 'elite-nano',
  });
  before(() => writeTinyBundle(models, 'bare'));

  it('is that of the preset, from the bundle where the preset means it', async () => {
    assert.equal((await chosenTextJudge('tiny-clip', 'bare', folders)).id, 'tiny-clip');
    assert.equal((await chosenLikenessJudge('tiny-id', 'elite-nano', folders)).id, 'tiny-id');
  });

  it('is refused with the reason when its weights are missing', async () => {
    await assert.rejects(chosenTextJudge('clip-b32/pil', 'bare', folders), {
      message: `preset clip-b32/pil: expected weights, got no weights (expected model.safetensors or pytorch_model.bin in ${join(models, 'evaluators', 'clip-vit-base-patch32')})`,
    });
    await assert.rejects(
      chosenLikenessJudge('tiny-id', 'bare', folders),
      /^Error: preset tiny-id: expected weights, got no weights \(the bundle has no part evaluators\)$/,
    );
    await assert.rejects(chosenLikenessJudge('dino-s16/eval', 'bare', folders), /dino-vits16/);
  });

  it('comes from one of the bundles, the default first, and changes with it', async () => {
    const names = await judgeBundles(folders);
    assert.equal(names[0], 'elite-nano');
    assert.ok(names.includes('bare'));
    assert.notEqual(await judgeKey('bare', folders), await judgeKey('elite-nano', folders));
    assert.equal(await judgeKey(undefined, folders), '');
  });
});
