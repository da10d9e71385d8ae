import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BundleFolder } from '../../../method/diffusion/bundle-folder.ts';
import { checkBundle } from '../../../method/elite/check-bundle.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { writeTinyBundle } from '../../support/tiny-bundle.ts';

describe('checkBundle', () => {
  const folder = temporaryFolder();

  /** Checks a bundle after a change of its files, of which bundle.json says nothing. */
  const checked = async (name: string, change: (at: (path: string) => string) => void): Promise<void> => {
    const path = await writeTinyBundle(folder, name);
    const file = join(path, 'bundle.json');
    const manifest = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    writeFileSync(file, JSON.stringify({ ...manifest, files: [] }));
    change((inside) => join(path, inside));
    await checkBundle(await BundleFolder.open(path));
  };
  const replace = (path: string, from: string, to: string): void => {
    writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
  };

  it('is content with a bundle that fits together', async () => {
    await checked('whole', () => undefined);
  });

  it('names the part, the key and both shapes of what does not fit', async () => {
    await assert.rejects(
      checked('text', (at) => {
        replace(at('text_encoder/config.json'), '"vocab_size":64', '"vocab_size":99');
      }),
      /^Error: text_encoder: text_model.embeddings.token_embedding.weight: expected \[99, 24\], the checkpoint has \[64, 24\]$/,
    );
    await assert.rejects(
      checked('unet', (at) => {
        copyFileSync(at('vae/weights.safetensors'), at('unet/weights.safetensors'));
      }),
      /^Error: unet: .*the checkpoint has no such key/,
    );
    await assert.rejects(
      checked('mapper', (at) => {
        copyFileSync(at('text_encoder/weights.safetensors'), at('elite/local.safetensors'));
      }),
      /^Error: local_mapper: mapping_0.0.weight: expected .*the checkpoint has no such key/,
    );
  });

  it('refuses a UNet that reads another text encoder', async () => {
    await assert.rejects(
      checked('context', (at) => {
        replace(at('unet/config.json'), '"cross_attention_dim":24', '"cross_attention_dim":32');
      }),
      /unet\/config.json, cross_attention_dim: expected 24, the text encoder's width, got 32 \(a Stable Diffusion 2.x checkpoint\?\)$/,
    );
  });
});
