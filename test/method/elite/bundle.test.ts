import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BundleFolder } from '../../../method/diffusion/bundle-folder.ts';
import { openBundle, type Bundle } from '../../../method/elite/bundle.ts';
import { Runtime } from '../../../method/runtime/runtime.ts';
import { relativeL2 } from '../../../method/tensor/tensor.ts';
import { openFixture } from '../../support/fixtures.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { writeTinyBundle } from '../../support/tiny-bundle.ts';

/** Single networks: fp32 on both sides, sums in another order. */
const NETWORK = 1e-4;

describe('openBundle', () => {
  const folder = temporaryFolder();
  const runtime = new Runtime();
  let bundle: Bundle;

  before(async () => {
    bundle = await openBundle(await BundleFolder.open(await writeTinyBundle(folder)), runtime);
  });
  after(() => runtime.dispose());

  it("gives parts whose numbers are PyTorch's", async () => {
    const fixture = await openFixture('pipeline');
    const features = await bundle.clipVision.features(await fixture.io('pixels'));
    const objects = await bundle.clipVision.features(await fixture.io('objects'));
    const words = await bundle.globalMapper.words(features);
    const patches = await bundle.localMapper.patches(objects, await fixture.io('mask'));
    assert.ok(relativeL2(words, await fixture.io('words')) < NETWORK);
    assert.ok(relativeL2(patches, await fixture.io('patches')) < NETWORK);
  });

  it('refuses features of another number of layers', async () => {
    await assert.rejects(
      bundle.globalMapper.words([]),
      /^Error: global mapper: expected features of 5 layers, got 0$/,
    );
  });

  it('refuses a grid that is not the vision tower’s', async () => {
    const path = await writeTinyBundle(folder, 'grid');
    replace(join(path, 'elite/config.json'), '"grid":4', '"grid":8');
    await assert.rejects(
      openBundle(await BundleFolder.open(path), runtime),
      /elite\/config.json, grid: expected 4, as .*image_encoder\/config.json has it, got 8$/,
    );
  });

  it('names the key and both shapes when the weights are of another model', async () => {
    const path = await writeTinyBundle(folder, 'wide');
    const config = join(path, 'image_encoder/config.json');
    replace(config, '"hidden_size":24', '"hidden_size":48');
    replaceFiles(path);
    const opened = await openBundle(await BundleFolder.open(path), runtime);
    await assert.rejects(
      opened.clipVision.features(await (await openFixture('pipeline')).io('pixels')),
      /vision_model.*: expected \[48.*, the checkpoint has \[24/,
    );
  });
});

function replace(path: string, from: string, to: string): void {
  const text = readFileSync(path, 'utf8');
  assert.ok(text.includes(from), `${path} holds ${from}`);
  writeFileSync(path, text.replace(from, to));
}

/** Lets the files of a bundle be other than bundle.json says. */
function replaceFiles(bundle: string): void {
  const path = join(bundle, 'bundle.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  writeFileSync(path, JSON.stringify({ ...manifest, files: [] }));
}
