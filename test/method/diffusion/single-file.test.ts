import assert from 'node:assert/strict';
import { join } from 'node:path';
import { BundleFolder } from '../../../method/diffusion/bundle-folder.ts';
import { plainPrediction } from '../../../method/diffusion/diffusion-model.ts';
import { int8Model } from '../../../method/diffusion/int8-model.ts';
import { openPipeline, type Pipeline } from '../../../method/diffusion/pipeline.ts';
import { fileKey, openSingleFile } from '../../../method/diffusion/single-file.ts';
import { Runtime } from '../../../method/runtime/runtime.ts';
import { gaussianNoise } from '../../../method/tensor/noise.ts';
import { relativeL2 } from '../../../method/tensor/tensor.ts';
import { writeLdmFile } from '../../support/ldm-file.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { writeTinyBundle } from '../../support/tiny-bundle.ts';

describe('a single-file checkpoint', () => {
  const folder = temporaryFolder();
  const runtime = new Runtime({ threads: 1 });
  const path = join(folder, 'tiny.safetensors');
  let bundle: string;
  let known: Pipeline;

  before(async () => {
    bundle = await writeTinyBundle(folder);
    known = await openPipeline(await BundleFolder.open(bundle), runtime);
    await writeLdmFile(path, bundle);
  });
  after(() => runtime.dispose());

  const configOf = ({ model, vae, clip }: Pipeline) => ({
    unet: model.config,
    vae: vae.config,
    text: clip.config,
  });

  it('computes bit for bit what the same weights compute under the names of diffusers', async () => {
    const single = await openSingleFile(path, known.clip.tokenizer, runtime, configOf(known));
    const outputs = async ({ model, vae, clip }: Pipeline): Promise<unknown> => {
      const text = await clip.hidden(await clip.rows(clip.tokenizer.tokenize('a dog').ids));
      const latent = gaussianNoise(3, [1, 4, 8, 8]);
      const pixels = await vae.decode(latent);
      return [text, pixels, await vae.encode(pixels), await plainPrediction(model, text)(latent, 500.5, 0)];
    };
    assert.notEqual(single.model.key, known.model.key);
    assert.deepEqual(await outputs(single), await outputs(known));
  });

  it('takes 8-bit weights', async () => {
    const { model } = await openSingleFile(path, known.clip.tokenizer, runtime, configOf(known));
    const int8 = await int8Model(model, folder, 7);
    const text = gaussianNoise(1, [1, 12, model.config.contextWidth]);
    const latent = gaussianNoise(3, [1, 4, 8, 8]);
    const [exact, near] = await Promise.all(
      [model, int8].map((one) => plainPrediction(one, text)(latent, 500, 0)),
    );
    assert.ok(exact && near);
    const difference = relativeL2(near, exact);
    assert.ok(difference > 0 && difference < 0.1, String(difference));
  });

  it('is refused without one of its parts', async () => {
    for (const [part, what] of [
      ['unet', 'a UNet'],
      ['vae', 'an autoencoder'],
      ['text_encoder', "CLIP's text encoder"],
    ] as const) {
      const others = ['unet', 'vae', 'text_encoder'].filter((name) => name !== part);
      await writeLdmFile(join(folder, 'part.safetensors'), bundle, others);
      await assert.rejects(
        openSingleFile(join(folder, 'part.safetensors'), known.clip.tokenizer, runtime, configOf(known)),
        {
          message: `part.safetensors: expected a whole Stable Diffusion 1.x checkpoint, got one without ${what} (a part alone, or of the 2.x or XL family?)`,
        },
      );
    }
  });

  it('of another size is refused with the key and both shapes', async () => {
    await assert.rejects(openSingleFile(path, known.clip.tokenizer, runtime), {
      message:
        'conv_in.weight: expected [320, 4, 3, 3], the checkpoint has [16, 4, 3, 3] (an inpainting checkpoint?)',
    });
  });

  it('has another key when the file changes', async () => {
    const other = join(folder, 'other.safetensors');
    await writeLdmFile(other, bundle, ['unet']);
    const before = await fileKey(other);
    assert.equal(await fileKey(other), before);
    await writeLdmFile(other, bundle, ['vae']);
    assert.notEqual(await fileKey(other), before);
  });
});
