import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleSources } from '../../../method/elite/bundle-sources.ts';
import { writeShards } from '../../support/safetensors-file.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { writeTinyPublished } from '../../support/tiny-bundle.ts';

describe('bundleSources', () => {
  const folder = temporaryFolder();
  let count = 0;
  const published = () => writeTinyPublished(join(folder, String((count += 1))));

  it('finds the files of diffusers and transformers', async () => {
    const from = await published();
    const { files, parts } = await bundleSources(from);
    assert.equal(
      files.get('unet/weights.safetensors'),
      join(from.sd, 'unet/diffusion_pytorch_model.safetensors'),
    );
    assert.equal(files.get('elite/global_mapper.pt'), from.global);
    assert.deepEqual(parts['text_encoder'], parts['image_encoder']);
    assert.deepEqual(parts['scheduler'], { config: 'scheduler/scheduler_config.json' });
  });

  it('takes older names of weights too', async () => {
    const from = await published();
    renameSync(join(from.clip, 'model.safetensors'), join(from.clip, 'pytorch_model.bin'));
    const { files } = await bundleSources(from);
    assert.equal(files.get('clip/weights.bin'), join(from.clip, 'pytorch_model.bin'));
  });

  it('writes the configs that a single file of Stable Diffusion 1.x lacks', async () => {
    const from = { ...(await published()), sd: join(folder, 'sd-v1-4.ckpt') };
    writeFileSync(from.sd, 'weights');
    const { files, texts, parts } = await bundleSources(from);
    assert.equal(files.get('stable-diffusion.ckpt'), from.sd);
    assert.deepEqual(parts['vae'], { config: 'vae/config.json', weights: 'stable-diffusion.ckpt' });
    assert.match(texts.get('unet/config.json') ?? '', /"cross_attention_dim": 768/);
  });

  it('names what is missing, with what was tried', async () => {
    const from = await published();
    await assert.rejects(
      bundleSources({ ...from, global: join(folder, 'none.pt') }),
      /none.pt: no such file$/,
    );
    await assert.rejects(bundleSources({ ...from, sd: join(folder, 'none') }), /none: no such file$/);
    rmSync(join(from.clip, 'model.safetensors'));
    await assert.rejects(
      bundleSources(from),
      /clip\/model.safetensors: no such file \(nor model.safetensors.index.json, pytorch_model.bin, .*\)$/,
    );
  });

  it('takes weights in several files, with their index', async () => {
    const from = await published();
    const whole = join(from.sd, 'unet/diffusion_pytorch_model.safetensors');
    await writeShards(whole, 'diffusion_pytorch_model');
    rmSync(whole);
    const { files, parts } = await bundleSources(from);
    assert.equal(parts['unet']?.['weights'], 'unet/diffusion_pytorch_model.safetensors.index.json');
    const shard = 'diffusion_pytorch_model-00002-of-00002.safetensors';
    assert.equal(files.get(`unet/${shard}`), join(from.sd, 'unet', shard));
  });

  it('takes the variant that is asked for, which Stable Diffusion must have', async () => {
    const from = await published();
    const weights = (part: string, variant = '') =>
      join(from.sd, part, `diffusion_pytorch_model${variant}.safetensors`);
    copyFileSync(weights('unet'), weights('unet', '.fp16'));
    copyFileSync(weights('vae'), weights('vae', '.fp16'));
    const { files } = await bundleSources({ ...from, variant: 'fp16' });
    assert.equal(files.get('unet/weights.safetensors'), weights('unet', '.fp16'));
    assert.equal(files.get('clip/weights.safetensors'), join(from.clip, 'model.safetensors'));
    assert.equal((await bundleSources(from)).files.get('vae/weights.safetensors'), weights('vae'));
    await assert.rejects(
      bundleSources({ ...from, variant: 'bf16' }),
      /unet\/diffusion_pytorch_model.bf16.safetensors: no such file \(nor .*; expected the variant bf16\)$/,
    );
    rmSync(weights('vae'));
    assert.equal((await bundleSources(from)).files.get('vae/weights.safetensors'), weights('vae', '.fp16'));
  });

  it('refuses a folder of another family by its index', async () => {
    const from = await published();
    writeFileSync(join(from.sd, 'model_index.json'), '{"_class_name":"StableDiffusionXLPipeline"}');
    await assert.rejects(
      bundleSources(from),
      /model_index.json: expected a folder of Stable Diffusion 1.x, got a Stable Diffusion XL checkpoint$/,
    );
  });

  it('names an index of a pipeline that is no JSON', async () => {
    const from = await published();
    writeFileSync(join(from.sd, 'model_index.json'), '<!DOCTYPE html>');
    await assert.rejects(bundleSources(from), {
      message: `${join(from.sd, 'model_index.json')}: expected JSON, got "<!DOCTYPE html>"`,
    });
  });

  it('refuses a folder in the place of a file, and a file in the place of CLIP', async () => {
    const from = await published();
    await assert.rejects(bundleSources({ ...from, global: from.sd }), {
      message: `${from.sd}: expected a file, got a folder`,
    });
    rmSync(join(from.clip, 'merges.txt'));
    mkdirSync(join(from.clip, 'merges.txt'));
    await assert.rejects(bundleSources(from), /merges\.txt: expected a file, got a folder$/);
    await assert.rejects(bundleSources({ ...from, clip: from.local }), {
      message: `${from.local}: expected a folder with a whole CLIP and its vocabulary, got a file`,
    });
  });

  it('refuses mappers that are exchanged', async () => {
    const { global, local, ...from } = await published();
    await assert.rejects(
      bundleSources({ ...from, global: local, local: global }),
      /local_mapper\.pt: expected the global mapper, got a file whose name says local/,
    );
    await assert.rejects(
      bundleSources({ ...from, global, local: global }),
      /global_mapper\.pt: expected another file than the global mapper, got/,
    );
  });

  it('says what the user knows each file by, those that it writes itself too', async () => {
    const from = await published();
    assert.equal(
      (await bundleSources(from)).names.get('elite/config.json'),
      join(from.global, '../config.json'),
    );
    const sd = join(folder, 'sd-v1-5.ckpt');
    writeFileSync(sd, 'weights');
    const { names } = await bundleSources({ ...from, sd });
    assert.equal(names.get('stable-diffusion.ckpt'), sd);
    assert.equal(names.get('vae/config.json'), `${sd}, vae/config.json`);
  });

  it('asks for the layers of mappers that are not for ViT-L/14', async () => {
    const from = await published();
    rmSync(join(from.global, '../config.json'));
    await assert.rejects(
      bundleSources(from),
      /clip\/config.json: expected a vision tower of 24 layers and 16 × 16 patches, as the released mappers need, got 6 layers and 4 × 4 patches \(/,
    );
    writeFileSync(join(from.clip, 'config.json'), '<!DOCTYPE html>');
    await assert.rejects(bundleSources(from), /clip\/config\.json: expected JSON, got "<!DOCTYPE html>"$/);
  });
});
