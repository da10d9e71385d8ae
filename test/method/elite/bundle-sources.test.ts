import assert from 'node:assert/strict';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleSources } from '../../../method/elite/bundle-sources.ts';
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
      /clip\/model.safetensors: no such file \(nor pytorch_model.bin\)$/,
    );
  });

  it('asks for the layers of mappers that are not for ViT-L/14', async () => {
    const from = await published();
    rmSync(join(from.global, '../config.json'));
    await assert.rejects(
      bundleSources(from),
      /clip\/config.json: expected a vision tower of 24 layers, as the released mappers need, got 6/,
    );
  });
});
