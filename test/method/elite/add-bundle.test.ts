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
import { safetensorsFile, storedTensors, writeShards } from '../../support/safetensors-file.ts';
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

  it('leaves nothing behind when a key has another shape, which it names with the file that was given', async () => {
    const other = await writeTinyPublished(join(root, 'other'));
    const config = join(other.sd, 'unet/config.json');
    writeFileSync(config, readFileSync(config, 'utf8').replace('[16,32]', '[32,64]'));
    await assert.rejects(addBundle({ ...other, name: 'wide', folder, copy: true }), (error: Error) => {
      const file = join(other.sd, 'unet/diffusion_pytorch_model.safetensors');
      assert.ok(error.message.startsWith(`${file}, unet: `), error.message);
      assert.match(error.message, /: expected \[.*\], the checkpoint has \[/);
      return true;
    });
    await assert.rejects(addBundle({ ...published, local: published.sd, name: 'wide', folder, copy: true }));
    assert.deepEqual(readdirSync(folder).sort(), ['copied', 'mine']);
    assert.ok(!existsSync(join(folder, 'wide')));
  });

  it('names the file that was given when it is damaged', async () => {
    const page = '<!DOCTYPE html> <html> </html>';
    let count = 0;
    for (const [path, sentence] of [
      ['sd/unet/config.json', `: expected JSON, got "${page}"`],
      ['sd/vae/config.json', `: expected JSON, got "${page}"`],
      ['sd/scheduler/scheduler_config.json', `: expected JSON, got "${page}"`],
      ['clip/config.json', `: expected JSON, got "${page}"`],
      ['clip/vocab.json', `: expected JSON, got "${page}"`],
      ['mappers/config.json', `: expected JSON, got "${page}"`],
      ['clip/merges.txt', `, line 1: expected two symbols, got "${page}"`],
      [
        'mappers/local_mapper.pt',
        ': expected safetensors or what torch.save writes, got a web page (a login or warning page saved in its place?)',
      ],
    ] as const) {
      const from = join(root, `damaged ${(count += 1)}`);
      const damaged = await writeTinyPublished(from);
      writeFileSync(join(from, path), page);
      await assert.rejects(addBundle({ ...damaged, name: 'damaged', folder, copy: false }), {
        message: `${join(from, path)}${sentence}`,
      });
    }
    assert.ok(!existsSync(join(folder, 'damaged')));
  });

  it('names the single file for the configs that it lacks', async () => {
    const sd = join(root, 'single.safetensors');
    writeFileSync(
      sd,
      safetensorsFile(new Map([['a', { dtype: 'F32', shape: [1], bytes: Buffer.alloc(4) }]])),
    );
    await assert.rejects(addBundle({ ...published, sd, name: 'single', folder, copy: false }), {
      message: /^.*single\.safetensors, vae: encoder\.conv_in\.weight: expected .* no such key/,
    });
  });

  it('tells the keys that no network asks for', async () => {
    const from = await writeTinyPublished(join(root, 'extra'));
    const extra = { dtype: 'F32', shape: [1], bytes: Buffer.alloc(4) };
    writeFileSync(
      from.local,
      safetensorsFile(new Map([...(await storedTensors(from.local)), ['ema', extra]])),
    );
    let unknown: ReadonlyMap<string, readonly string[]> | undefined;
    await addBundle({ ...from, name: 'extra', folder, copy: false, onUnknown: (keys) => (unknown = keys) });
    assert.deepEqual(unknown, new Map([[join(folder, 'extra/elite/local_mapper.pt'), ['ema']]]));
  });
});
