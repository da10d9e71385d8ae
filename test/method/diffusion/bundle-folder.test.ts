import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BundleFolder, listBundles, namedBundle } from '../../../method/diffusion/bundle-folder.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { writeTinyBundle } from '../../support/tiny-bundle.ts';

describe('BundleFolder', () => {
  const folder = temporaryFolder();
  let count = 0;
  /** A bundle of its own whose bundle.json is changed. */
  const changed = async (change: (manifest: Manifest) => void): Promise<string> => {
    const path = await writeTinyBundle(folder, `changed-${(count += 1)}`);
    const file = join(path, 'bundle.json');
    const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
    change(manifest);
    writeFileSync(file, JSON.stringify(manifest));
    return path;
  };

  it('finds the files of its parts, their configs and their weights', async () => {
    const bundle = await BundleFolder.open(await writeTinyBundle(folder));
    assert.equal(await bundle.file('unet', 'weights'), join(folder, 'tiny/unet/weights.safetensors'));
    assert.equal((await bundle.config('text_encoder')).json['max_position_embeddings'], 12);
    assert.deepEqual((await bundle.weights('unet')).weights.tensor('conv_in.bias', [16]).dims, [16]);
    assert.ok(bundle.has('vae') && !bundle.has('evaluators'));
  });

  it('has keys that follow from the contents and not from the place', async () => {
    const [one, other] = [await writeTinyBundle(folder, 'one'), await writeTinyBundle(folder, 'other')];
    const keyOf = async (path: string, part: string) =>
      (await (await BundleFolder.open(path)).weights(part)).key;
    assert.equal(await keyOf(one, 'unet'), await keyOf(other, 'unet'));
    assert.notEqual(await keyOf(one, 'global_mapper'), await keyOf(one, 'local_mapper'));
    writeFileSync(
      join(other, 'unet/config.json'),
      readFileSync(join(other, 'unet/config.json'), 'utf8').replace('[2,4]', '[4,2]'),
    );
    assert.notEqual(await keyOf(one, 'unet'), await keyOf(other, 'unet'));
  });

  it('refuses a folder without bundle.json, and one of another schema', async () => {
    mkdirSync(join(folder, 'empty'));
    await assert.rejects(
      BundleFolder.open(join(folder, 'empty')),
      /empty: expected a bundle, got a folder without bundle.json$/,
    );
    const path = await changed((m) => (m.schema = 2));
    await assert.rejects(BundleFolder.open(path), /bundle.json, schema: expected 1, got 2$/);
    writeFileSync(join(path, 'bundle.json'), '{');
    await assert.rejects(BundleFolder.open(path), /bundle.json: expected JSON, got "\{" \(truncated\?\)$/);
  });

  it('refuses files outside the folder, by name or by link', async () => {
    writeFileSync(join(folder, 'outside.safetensors'), 'x');
    for (const name of [
      '../outside.safetensors',
      join(folder, 'outside.safetensors'),
      'unet/../../outside.safetensors',
    ]) {
      const bundle = await BundleFolder.open(await changed((m) => (m.parts['unet'] = { weights: name })));
      await assert.rejects(
        bundle.file('unet', 'weights'),
        /parts.unet.weights: expected a file inside the bundle, got "/,
      );
    }
    const path = await changed((m) => (m.parts['unet'] = { weights: 'leads-out' }));
    symlinkSync(join(folder, 'outside.safetensors'), join(path, 'leads-out'));
    await assert.rejects(
      (await BundleFolder.open(path)).file('unet', 'weights'),
      /expected a file inside the bundle/,
    );
  });

  it('names what is missing: a file, a member, a part', async () => {
    const path = await changed((m) => delete m.parts['vae']?.['weights']);
    const bundle = await BundleFolder.open(path);
    rmSync(join(path, 'unet/weights.safetensors'));
    await assert.rejects(bundle.weights('unet'), /changed-\d+\/unet\/weights.safetensors: no such file/);
    await assert.rejects(
      bundle.weights('vae'),
      /parts.vae.weights: expected the name of a file, got undefined$/,
    );
    await assert.rejects(
      bundle.weights('evaluators'),
      /expected a part evaluators, got unet, vae, text_encoder/,
    );
  });

  it('refuses a file that is shorter than bundle.json says', async () => {
    const path = await writeTinyBundle(folder, 'short');
    truncateSync(join(path, 'unet/weights.safetensors'), 1000);
    const bundle = await BundleFolder.open(path);
    await assert.rejects(
      bundle.weights('unet'),
      /weights.safetensors: expected \d+ bytes, as bundle.json says, got 1000 \(truncated\?\)$/,
    );
  });

  it('refuses a truncated safetensors of which bundle.json says nothing', async () => {
    const path = await changed((m) => delete m.files);
    truncateSync(join(path, 'unet/weights.safetensors'), 100_000);
    await assert.rejects(
      (await BundleFolder.open(path)).weights('unet'),
      /unet\/weights.safetensors.*expected/,
    );
  });

  it('lists bundles, the first folder of a name first, and says which there are', async () => {
    const [mine, shipped] = [join(folder, 'mine'), join(folder, 'shipped')];
    for (const path of ['mine/a', 'shipped/a', 'shipped/b', 'shipped/vae'])
      mkdirSync(join(folder, path), { recursive: true });
    for (const path of ['mine/a', 'shipped/a', 'shipped/b'])
      writeFileSync(join(folder, path, 'bundle.json'), '{"schema":1}');
    const found = await listBundles([mine, shipped, join(folder, 'nowhere')]);
    assert.deepEqual(
      [...found],
      [
        ['a', join(mine, 'a')],
        ['b', join(shipped, 'b')],
      ],
    );
    await assert.rejects(
      namedBundle('c', [mine, shipped]),
      /bundle "c": expected one of a, b, got another name$/,
    );
    assert.equal((await namedBundle('b', [mine, shipped])).path, join(shipped, 'b'));
  });
});

interface Manifest {
  schema: number;
  parts: Record<string, Record<string, string>>;
  files?: unknown;
}
