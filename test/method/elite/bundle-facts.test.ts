import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BundleFolder } from '../../../method/diffusion/bundle-folder.ts';
import { bundleFacts } from '../../../method/elite/bundle-facts.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { writeTinyBundle } from '../../support/tiny-bundle.ts';

describe('bundleFacts', () => {
  const folder = temporaryFolder();

  it('tells what whoever shows a bundle needs to know', async () => {
    const facts = await bundleFacts(await BundleFolder.open(await writeTinyBundle(folder)));
    assert.deepEqual(facts, {
      name: 'tiny',
      title: 'tiny',
      version: '',
      description: 'Random weights.',
      licence: 'Apache-2.0',
      world: '',
      isExperimental: false,
      imageSize: 64,
      encoderSize: 28,
      tokens: 12,
      layers: [6, 1, 2, 3, 4],
      grid: 4,
      lambda: { edit: 0.6, generate: 0.8, min: 0, max: 1.5 },
      steps: { quick: 25, full: 100 },
      guidance: 5,
      vocabulary: [],
      samples: [],
    });
  });

  it('reads the samples and the vocabulary that it names', async () => {
    const path = await writeTinyBundle(folder, 'world');
    mkdirSync(join(path, 'samples'));
    writeFileSync(join(path, 'vocabulary.json'), '{"words":["a","dog"]}');
    const sample = {
      id: 'dog',
      name: 'dog',
      photo: 'samples/dog.png',
      mask: 'samples/dog-mask.png',
      seed: 3,
      prompts: ['S*'],
    };
    writeFileSync(join(path, 'samples/samples.json'), JSON.stringify([sample]));
    const file = join(path, 'bundle.json');
    const manifest = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    const more = {
      vocabulary: 'vocabulary.json',
      samples: 'samples/samples.json',
      world: 'dogs',
      experimental: true,
    };
    writeFileSync(file, JSON.stringify({ ...manifest, ...more }));
    const facts = await bundleFacts(await BundleFolder.open(path));
    assert.deepEqual([facts.vocabulary, facts.samples], [['a', 'dog'], [sample]]);
    assert.deepEqual([facts.world, facts.isExperimental], ['dogs', true]);

    writeFileSync(join(path, 'vocabulary.json'), 'dog');
    await assert.rejects(
      bundleFacts(await BundleFolder.open(path)),
      /vocabulary.json: expected JSON, got something else$/,
    );
  });
});
