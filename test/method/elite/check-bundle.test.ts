import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BundleFolder } from '../../../method/diffusion/bundle-folder.ts';
import { checkBundle, findFaults } from '../../../method/elite/check-bundle.ts';
import { safetensorsFile, storedTensors } from '../../support/safetensors-file.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { writeTinyBundle } from '../../support/tiny-bundle.ts';

describe('checkBundle', () => {
  const folder = temporaryFolder();

  let tensors: Awaited<ReturnType<typeof storedTensors>>;
  before(async () => {
    const whole = await writeTinyBundle(folder, 'source');
    tensors = await storedTensors(join(whole, 'elite/local.safetensors'));
  });

  /** Checks a bundle after a change of its files, of which bundle.json says nothing. */
  const checked = async (
    name: string,
    change: (at: (path: string) => string) => void,
  ): Promise<ReadonlyMap<string, readonly string[]>> => {
    const path = await writeTinyBundle(folder, name);
    const file = join(path, 'bundle.json');
    const manifest = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    writeFileSync(file, JSON.stringify({ ...manifest, files: [] }));
    change((inside) => join(path, inside));
    return checkBundle(await BundleFolder.open(path));
  };
  const replace = (path: string, from: string, to: string): void => {
    writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
  };

  it('is content with a bundle that fits together', async () => {
    assert.deepEqual(await checked('whole', () => undefined), new Map());
  });

  it('lists the keys that no network asks for', async () => {
    const unused = await checked('extra', (at) => {
      const extra = { dtype: 'F32', shape: [1], bytes: Buffer.alloc(4) };
      const file = at('elite/local.safetensors');
      writeFileSync(file, safetensorsFile(new Map([...tensors, ['ema_step', extra]])));
    });
    assert.deepEqual([...unused.values()], [['ema_step']]);
  });

  it('says how many keys are missing or unknown', async () => {
    await assert.rejects(
      checked('renamed', (at) => {
        const renamed = [...tensors].map(
          ([key, tensor]) => [key.replace('mapping_', 'map_'), tensor] as const,
        );
        writeFileSync(at('elite/local.safetensors'), safetensorsFile(new Map(renamed)));
      }),
      /elite\/local\.safetensors, local_mapper: mapping_0\.0\.weight: expected .* no such key; \d+ more keys like it: .*; \d+ unknown keys: map_.*, …$/,
    );
  });

  it('names keys that a mapper lacks for the attention of the UNet', async () => {
    await assert.rejects(
      checked('attention', (at) => {
        const rest = [...tensors].filter(
          ([key]) => key !== 'mid_block_attentions_0_transformer_blocks_0_attn2_to_k.weight',
        );
        writeFileSync(at('elite/local.safetensors'), safetensorsFile(new Map(rest)));
      }),
      /elite\/local\.safetensors, local_mapper: mid_block_attentions_0_transformer_blocks_0_attn2_to_k\.weight: expected \[32, 24\], the checkpoint has no such key$/,
    );
  });

  it('recognises a part of another family', async () => {
    await assert.rejects(
      checked('lora', (at) => {
        const lora = { dtype: 'F32', shape: [1], bytes: Buffer.alloc(4) };
        writeFileSync(
          at('unet/weights.safetensors'),
          safetensorsFile(new Map([['a.lora_down.weight', lora]])),
        );
      }),
      /unet\/weights\.safetensors: expected weights of the Stable Diffusion 1\.x family, got a LoRA/,
    );
  });

  it('names the file, the part, the key and both shapes of what does not fit', async () => {
    await assert.rejects(
      checked('text', (at) => {
        replace(at('text_encoder/config.json'), '"vocab_size":64', '"vocab_size":99');
      }),
      /text_encoder\/weights\.safetensors, text_encoder: text_model.embeddings.token_embedding.weight: expected \[99, 24\], the checkpoint has \[64, 24\]$/,
    );
    await assert.rejects(
      checked('unet', (at) => {
        copyFileSync(at('vae/weights.safetensors'), at('unet/weights.safetensors'));
      }),
      /unet\/weights\.safetensors, unet: .*the checkpoint has no such key/,
    );
    await assert.rejects(
      checked('mapper', (at) => {
        copyFileSync(at('text_encoder/weights.safetensors'), at('elite/local.safetensors'));
      }),
      /elite\/local\.safetensors, local_mapper: mapping_0.0.weight: expected .*the checkpoint has no such key/,
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

  it('tells each fault once: nothing of sound mappers for another text width, nothing twice of a foreign one', async () => {
    const faultsOf = async (name: string, change: (path: string) => void): Promise<string[]> => {
      const path = await writeTinyBundle(folder, name);
      const file = join(path, 'bundle.json');
      const manifest = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
      writeFileSync(file, JSON.stringify({ ...manifest, files: [] }));
      change(path);
      return (await findFaults(await BundleFolder.open(path))).faults.map(({ message }) => message);
    };
    const wide = await faultsOf('wide', (path) => {
      replace(join(path, 'unet/config.json'), '"cross_attention_dim":24', '"cross_attention_dim":32');
    });
    assert.match(wide[0] ?? '', /cross_attention_dim: expected 24/);
    assert.deepEqual(
      wide.filter((fault) => fault.includes('mapper')),
      [],
    );
    const foreign = await faultsOf('foreign', (path) => {
      copyFileSync(join(path, 'text_encoder/weights.safetensors'), join(path, 'elite/local.safetensors'));
    });
    assert.equal(foreign.length, 1, foreign.join('\n'));
  });

  it('tells unknown keys of a sound file beside a faulty one', async () => {
    const path = await writeTinyBundle(folder, 'beside');
    const file = join(path, 'bundle.json');
    const manifest = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    writeFileSync(file, JSON.stringify({ ...manifest, files: [] }));
    const extra = { dtype: 'F32', shape: [1], bytes: Buffer.alloc(4) };
    writeFileSync(
      join(path, 'elite/local.safetensors'),
      safetensorsFile(new Map([...tensors, ['ema_step', extra]])),
    );
    replace(join(path, 'text_encoder/config.json'), '"vocab_size":64', '"vocab_size":99');
    const { faults, unused } = await findFaults(await BundleFolder.open(path));
    assert.equal(faults.length, 1);
    assert.deepEqual([...unused.values()], [['ema_step']]);
  });

  it('refuses a tokenizer of another text encoder', async () => {
    await assert.rejects(
      checked('long', (at) => {
        replace(at('tokenizer/tokenizer_config.json'), '"model_max_length":12', '"model_max_length":77');
      }),
      /^Error: tokenizer: expected texts of 12 tokens as the text encoder has positions, got 77 \(tokenizer_config\.json, model_max_length\)$/,
    );
    await assert.rejects(
      checked('words', (at) => {
        replace(at('tokenizer/vocab.json'), '{', '{"strange":99,');
      }),
      /^Error: tokenizer: expected ids below 64, the text encoder's vocabulary, got 99 \(vocab\.json of another model\?\)$/,
    );
  });

  it('refuses a scheduler that is damaged or of another kind', async () => {
    const scheduled = (name: string, text: string) =>
      checked(name, (at) => {
        const manifest = JSON.parse(readFileSync(at('bundle.json'), 'utf8')) as { parts: object };
        const parts = { ...manifest.parts, scheduler: { config: 'scheduler.json' } };
        writeFileSync(at('bundle.json'), JSON.stringify({ ...manifest, parts }));
        writeFileSync(at('scheduler.json'), text);
      });
    assert.deepEqual(await scheduled('plain', '{"num_train_timesteps":1000}'), new Map());
    await assert.rejects(
      scheduled('page', '<!DOCTYPE html>'),
      /scheduler\.json: expected JSON, got "<!DOCTYPE html>"$/,
    );
    await assert.rejects(
      scheduled('velocity', '{"prediction_type":"v_prediction"}'),
      /scheduler\.json, prediction_type: expected epsilon, got "v_prediction"$/,
    );
  });
});
