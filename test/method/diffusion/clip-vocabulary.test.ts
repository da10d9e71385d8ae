import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findClipTokenizer } from '../../../method/diffusion/clip-vocabulary.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { writeTinyBundle } from '../../support/tiny-bundle.ts';

describe('findClipTokenizer', () => {
  const folder = temporaryFolder();

  it('says where the files go when there are none', async () => {
    const models = join(folder, 'empty');
    await assert.rejects(findClipTokenizer([models]), {
      message: `${join(models, 'tokenizers', 'clip')}: expected CLIP's vocab.json and merges.txt, got none (single-file checkpoints lack them; they come with openai/clip-vit-large-patch14)`,
    });
  });

  it('takes them from the tokenizers folder', async () => {
    const bundle = await writeTinyBundle(folder);
    const models = join(folder, 'own');
    mkdirSync(join(models, 'tokenizers'), { recursive: true });
    cpSync(join(bundle, 'tokenizer'), join(models, 'tokenizers', 'clip'), { recursive: true });
    assert.equal((await findClipTokenizer([join(folder, 'empty'), models])).length, 12);
  });

  it('takes those of a bundle with CLIP’s vocabulary, and of no other', async () => {
    const models = join(folder, 'bundles');
    const bundle = await writeTinyBundle(models);
    await assert.rejects(findClipTokenizer([models]), /vocab\.json/);
    const config = join(bundle, 'text_encoder', 'config.json');
    const text = readFileSync(config, 'utf8');
    const json = JSON.stringify({ ...(JSON.parse(text) as object), vocab_size: 49408 });
    const manifest = join(bundle, 'bundle.json');
    writeFileSync(config, json);
    writeFileSync(
      manifest,
      JSON.stringify({ ...(JSON.parse(readFileSync(manifest, 'utf8')) as object), files: undefined }),
    );
    assert.equal((await findClipTokenizer([models])).length, 12);
  });
});
