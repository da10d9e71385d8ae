import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BundleFolder } from '../../../method/diffusion/bundle-folder.ts';
import { plainPrediction } from '../../../method/diffusion/diffusion-model.ts';
import { addBundle } from '../../../method/elite/add-bundle.ts';
import { openBundle } from '../../../method/elite/bundle.ts';
import { Runtime } from '../../../method/runtime/runtime.ts';
import { relativeL2 } from '../../../method/tensor/tensor.ts';
import { openFixture } from '../../support/fixtures.ts';
import { writeShards } from '../../support/safetensors-file.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { writeTinyPublished } from '../../support/tiny-bundle.ts';

describe('addBundle', () => {
  const root = temporaryFolder();
  const folder = join(root, 'models');
  let published: Awaited<ReturnType<typeof writeTinyPublished>>;

  before(async () => {
    published = await writeTinyPublished(join(root, 'published'));
  });

  it('links published files into a bundle that opens and computes', async () => {
    await addBundle({ ...published, name: 'mine', folder, copy: false });
    const bundle = await BundleFolder.open(join(folder, 'mine'));
    assert.equal(statSync(join(folder, 'mine/unet/weights.safetensors')).nlink, 2);
    assert.equal(bundle.manifest['image_size'], 64);
    assert.equal((bundle.manifest['files'] as unknown[]).length, 13);
    const runtime = new Runtime();
    const fixture = await openFixture('pipeline');
    const { clipVision, globalMapper } = await openBundle(bundle, runtime);
    const words = await globalMapper.words(await clipVision.features(await fixture.io('pixels')));
    assert.ok(relativeL2(words, await fixture.io('words')) < 1e-4); // fp32, sums in another order
    await runtime.dispose();
  });

  it('reads weights in several files where they lie', async () => {
    const from = await writeTinyPublished(join(root, 'sharded'));
    for (const [path, stem] of [
      ['sd/unet/diffusion_pytorch_model', 'diffusion_pytorch_model'],
      ['clip/model', 'model'],
    ] as const) {
      await writeShards(join(root, 'sharded', `${path}.safetensors`), stem);
      rmSync(join(root, 'sharded', `${path}.safetensors`));
    }
    await addBundle({ ...from, name: 'sharded', folder, copy: false });
    const runtime = new Runtime();
    const fixture = await openFixture('pipeline');
    const bundle = await BundleFolder.open(join(folder, 'sharded'));
    assert.notEqual((await bundle.weights('unet')).key, (await bundle.weights('text_encoder')).key);
    const [sample, text] = [await fixture.io('noise'), await fixture.io('text')];
    const epsilon = async (of: BundleFolder) =>
      plainPrediction((await openBundle(of, runtime)).model, text)(sample, 999, 0);
    assert.deepEqual(await epsilon(bundle), await epsilon(await BundleFolder.open(join(folder, 'mine'))));
    rmSync(join(folder, 'sharded'), { recursive: true });
    await runtime.dispose();
  });

  it('copies them when it is told to', async () => {
    await addBundle({ ...published, name: 'copied', folder, copy: true });
    assert.equal(statSync(join(folder, 'copied/unet/weights.safetensors')).nlink, 1);
  });

  it('refuses a name that is taken, or that is none', async () => {
    const add = (name: string) => addBundle({ ...published, name, folder, copy: true });
    await assert.rejects(add('copied'), /copied: expected a new name, got one that is taken$/);
    for (const name of ['../out', '.hidden', '', 'a b'])
      await assert.rejects(add(name), /expected a name of letters, digits/);
  });

  it('leaves nothing behind when a key has another shape, which it names with its part', async () => {
    const other = await writeTinyPublished(join(root, 'other'));
    const config = join(other.sd, 'unet/config.json');
    writeFileSync(config, readFileSync(config, 'utf8').replace('[16,32]', '[32,64]'));
    await assert.rejects(
      addBundle({ ...other, name: 'wide', folder, copy: true }),
      /^Error: unet: .*: expected \[.*\], the checkpoint has \[/,
    );
    await assert.rejects(addBundle({ ...published, local: published.sd, name: 'wide', folder, copy: true }));
    assert.deepEqual(readdirSync(folder).sort(), ['copied', 'mine']);
    assert.ok(!existsSync(join(folder, 'wide')));
  });
});
