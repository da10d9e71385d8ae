import { readFileSync, writeFileSync } from 'node:fs';
import type { Checkpoint } from '../../method/checkpoint/checkpoint.ts';
import { openCheckpoint } from '../../method/checkpoint/open-checkpoint.ts';
import { join } from 'node:path';

type Rules = readonly (readonly [RegExp, string])[];

/** Names of the tiny UNet's blocks (two levels, one layer each) in a single file. */
const UNET: Rules = [
  [/^conv_in\./, 'input_blocks.0.0.'],
  [/^down_blocks\.0\.resnets\.0\./, 'input_blocks.1.0.'],
  [/^down_blocks\.0\.attentions\.0\./, 'input_blocks.1.1.'],
  [/^down_blocks\.0\.downsamplers\.0\.conv\./, 'input_blocks.2.0.op.'],
  [/^down_blocks\.1\.resnets\.0\./, 'input_blocks.3.0.'],
  [/^down_blocks\.1\.attentions\.0\./, 'input_blocks.3.1.'],
  [/^mid_block\.resnets\.0\./, 'middle_block.0.'],
  [/^mid_block\.attentions\.0\./, 'middle_block.1.'],
  [/^mid_block\.resnets\.1\./, 'middle_block.2.'],
  [/^up_blocks\.0\.resnets\.(\d)\./, 'output_blocks.$1.0.'],
  [/^up_blocks\.0\.attentions\.(\d)\./, 'output_blocks.$1.1.'],
  [/^up_blocks\.0\.upsamplers\.0\./, 'output_blocks.1.2.'],
  [/^up_blocks\.1\.resnets\.0\./, 'output_blocks.2.0.'],
  [/^up_blocks\.1\.attentions\.0\./, 'output_blocks.2.1.'],
  [/^up_blocks\.1\.resnets\.1\./, 'output_blocks.3.0.'],
  [/^up_blocks\.1\.attentions\.1\./, 'output_blocks.3.1.'],
  [/^conv_norm_out\./, 'out.0.'],
  [/^conv_out\./, 'out.2.'],
  [/^time_embedding\.linear_1\./, 'time_embed.0.'],
  [/^time_embedding\.linear_2\./, 'time_embed.2.'],
  [/(blocks?\.\d\.\d|middle_block\.[02])\.norm1\./, '$1.in_layers.0.'],
  [/(blocks?\.\d\.\d|middle_block\.[02])\.conv1\./, '$1.in_layers.2.'],
  [/\.time_emb_proj\./, '.emb_layers.1.'],
  [/(blocks?\.\d\.\d|middle_block\.[02])\.norm2\./, '$1.out_layers.0.'],
  [/(blocks?\.\d\.\d|middle_block\.[02])\.conv2\./, '$1.out_layers.3.'],
  [/\.conv_shortcut\./, '.skip_connection.'],
];

/** Names of an autoencoder's modules in a single file; `decoder.up` counts the other way. */
const VAE: Rules = [
  [/\.mid_block\.resnets\.0\./, '.mid.block_1.'],
  [/\.mid_block\.resnets\.1\./, '.mid.block_2.'],
  [/\.mid_block\.attentions\.0\.group_norm\./, '.mid.attn_1.norm.'],
  [/\.mid_block\.attentions\.0\.to_([qkv])\./, '.mid.attn_1.$1.'],
  [/\.mid_block\.attentions\.0\.to_out\.0\./, '.mid.attn_1.proj_out.'],
  [/\.(down|up)_blocks\.(\d)\.resnets\.(\d)\./, '.$1.$2.block.$3.'],
  [/\.down_blocks\.(\d)\.downsamplers\.0\./, '.down.$1.downsample.'],
  [/\.up_blocks\.(\d)\.upsamplers\.0\./, '.up.$1.upsample.'],
  [/\.conv_shortcut\./, '.nin_shortcut.'],
  [/\.conv_norm_out\./, '.norm_out.'],
];
const LAST_LEVEL = 3;

const renamedBy = (rules: Rules, key: string): string =>
  rules.reduce((name, [pattern, to]) => name.replace(pattern, to), key);

const NAMES: Readonly<Record<string, (key: string) => string>> = {
  unet: (key) => `model.diffusion_model.${renamedBy(UNET, key)}`,
  vae: (key) =>
    `first_stage_model.${renamedBy(VAE, key).replace(
      /^decoder\.up\.(\d)/,
      (_, level: string) => `decoder.up.${LAST_LEVEL - Number(level)}`,
    )}`,
  text_encoder: (key) => `cond_stage_model.transformer.${key}`,
};

/** Writes the drawing parts of the tiny bundle as one safetensors file with the names of latent diffusion. */
export async function writeLdmFile(
  path: string,
  bundle: string,
  parts: readonly string[] = Object.keys(NAMES),
): Promise<void> {
  const header: Record<string, object> = {};
  const bytes: Uint8Array[] = [];
  let end = 0;
  for (const part of parts) {
    const checkpoint: Checkpoint = await openCheckpoint(join(bundle, part, 'weights.safetensors'));
    const file = readFileSync(join(bundle, part, 'weights.safetensors'));
    for (const key of checkpoint.keys) {
      const found = checkpoint.get(key);
      if (found === undefined) continue;
      const name = NAMES[part]?.(key) ?? key;
      const isConvolution = /\.attn_1\.(q|k|v|proj_out)\.weight$/.test(name);
      const shape = isConvolution ? [...found.dims, 1, 1] : found.dims;
      header[name] = { dtype: found.dtype, shape, data_offsets: [end, end + found.length] };
      bytes.push(file.subarray(found.offset, found.offset + found.length));
      end += found.length;
    }
  }
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  writeFileSync(path, Buffer.concat([length, text, ...bytes]));
}
