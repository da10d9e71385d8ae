import { checkpointOf, type Checkpoint, type TensorLocation } from './checkpoint.ts';

/** Parts of a single-file checkpoint under the names that diffusers and transformers publish; a part that is not in it is absent. */
export interface LdmParts {
  readonly unet?: Checkpoint;
  readonly vae?: Checkpoint;
  readonly textEncoder?: Checkpoint;
}

const UNET = 'model.diffusion_model.';
const VAE = 'first_stage_model.';
const TEXT = 'cond_stage_model.transformer.';

/**
 * Takes a single file of Stable Diffusion 1.x apart. Nothing is copied: the same bytes under other keys.
 * Source: the key names of CompVis' latent diffusion, and those of diffusers.
 */
export function ldmParts(checkpoint: Checkpoint): LdmParts {
  const unet = part(checkpoint, UNET, unetNames);
  const vae = part(checkpoint, VAE, vaeNames);
  const textEncoder = part(checkpoint, TEXT, () => (key) => key);
  return { ...(unet && { unet }), ...(vae && { vae }), ...(textEncoder && { textEncoder }) };
}

type Rename = (key: string) => string;

function part(
  checkpoint: Checkpoint,
  prefix: string,
  names: (keys: readonly string[]) => Rename,
): Checkpoint | undefined {
  const keys = checkpoint.keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
  if (keys.length === 0) return undefined;
  const rename = names(keys);
  const tensors = new Map<string, TensorLocation>();
  for (const key of keys) {
    const location = checkpoint.get(prefix + key);
    if (location !== undefined) tensors.set(rename(key), squeezed(key, location));
  }
  return checkpointOf(tensors, checkpoint.metadata);
}

/** The autoencoder's attention is 1×1 convolutions there and linear layers in diffusers: the same numbers, two dims less. */
function squeezed(key: string, location: TensorLocation): TensorLocation {
  const isConvolution = /\.attn_1\.(q|k|v|proj_out)\.weight$/.test(key);
  return isConvolution ? { ...location, dims: location.dims.slice(0, 2) } : location;
}

type Rules = readonly (readonly [RegExp, string])[];

const renamedBy = (rules: Rules, key: string): string =>
  rules.reduce((name, [pattern, replacement]) => name.replace(pattern, replacement), key);

const RESIDUAL: Rules = [
  [/\.in_layers\.0\./, '.norm1.'],
  [/\.in_layers\.2\./, '.conv1.'],
  [/\.emb_layers\.1\./, '.time_emb_proj.'],
  [/\.out_layers\.0\./, '.norm2.'],
  [/\.out_layers\.3\./, '.conv2.'],
  [/\.skip_connection\./, '.conv_shortcut.'],
];

const UNET_OUTSIDE: Rules = [
  [/^time_embed\.0\./, 'time_embedding.linear_1.'],
  [/^time_embed\.2\./, 'time_embedding.linear_2.'],
  [/^input_blocks\.0\.0\./, 'conv_in.'],
  [/^middle_block\.0\./, 'mid_block.resnets.0.'],
  [/^middle_block\.1\./, 'mid_block.attentions.0.'],
  [/^middle_block\.2\./, 'mid_block.resnets.1.'],
  [/^out\.0\./, 'conv_norm_out.'],
  [/^out\.2\./, 'conv_out.'],
];

/** The UNet numbers its blocks in one row; where a level ends is seen from its down- and upsamplers. */
function unetNames(keys: readonly string[]): Rename {
  const down = rows(keys, 'input_blocks', (block) => keys.includes(`input_blocks.${block}.0.op.weight`));
  const up = rows(keys, 'output_blocks', (block) =>
    [1, 2].some((i) => keys.includes(`output_blocks.${block}.${i}.conv.weight`)),
  );
  return (key) => {
    const found = /^(input|output)_blocks\.(\d+)\.(\d+)\.(.*)$/.exec(key);
    const block = Number(found?.[2]);
    if (found === null || (found[1] === 'input' && block === 0))
      return renamedBy([...UNET_OUTSIDE, ...RESIDUAL], key);
    const [, side, , place, rest = ''] = found;
    // The first input block is conv_in, which belongs to no level.
    const { level, index } = (side === 'input' ? down(block, 1) : up(block, 0)) ?? { level: 0, index: 0 };
    const at = `${side === 'input' ? 'down' : 'up'}_blocks.${level}`;
    if (rest.startsWith('op.')) return `${at}.downsamplers.0.conv.${rest.slice(3)}`;
    if (rest.startsWith('conv.')) return `${at}.upsamplers.0.${rest}`;
    return renamedBy(RESIDUAL, `${at}.${place === '0' ? 'resnets' : 'attentions'}.${index}.${rest}`);
  };
}

interface Place {
  readonly level: number;
  readonly index: number;
}

/** Level of a block in a row, and its place in the level, counted from the row's first block that belongs to one. */
function rows(
  keys: readonly string[],
  name: string,
  ends: (block: number) => boolean,
): (block: number, first: number) => Place | undefined {
  const blocks = [...new Set(keys.map((key) => new RegExp(`^${name}\\.(\\d+)\\.`).exec(key)?.[1]))]
    .filter((block) => block !== undefined)
    .map(Number)
    .sort((a, b) => a - b);
  const closing = blocks.filter(ends);
  return (block, first) => {
    const before = closing.filter((end) => end < block);
    const start = before.length === 0 ? first : (before.at(-1) ?? 0) + 1;
    return { level: before.length, index: block - start };
  };
}

const VAE_RULES: Rules = [
  [/\.mid\.block_1\./, '.mid_block.resnets.0.'],
  [/\.mid\.block_2\./, '.mid_block.resnets.1.'],
  [/\.mid\.attn_1\.norm\./, '.mid_block.attentions.0.group_norm.'],
  [/\.mid\.attn_1\.proj_out\./, '.mid_block.attentions.0.to_out.0.'],
  [/\.mid\.attn_1\.([qkv])\./, '.mid_block.attentions.0.to_$1.'],
  [/\.(down|up)\.(\d+)\.block\.(\d+)\./, '.$1_blocks.$2.resnets.$3.'],
  [/\.down\.(\d+)\.downsample\.conv\./, '.down_blocks.$1.downsamplers.0.conv.'],
  [/\.up\.(\d+)\.upsample\.conv\./, '.up_blocks.$1.upsamplers.0.conv.'],
  [/\.nin_shortcut\./, '.conv_shortcut.'],
  [/\.norm_out\./, '.conv_norm_out.'],
];

/** The autoencoder numbers its levels on the way up from the outside, diffusers from the inside. */
function vaeNames(keys: readonly string[]): Rename {
  const levels = keys.map((key) => Number(/^decoder\.up\.(\d+)\./.exec(key)?.[1] ?? 0));
  const last = Math.max(0, ...levels);
  const turned = (key: string): string =>
    key.replace(/^decoder\.up\.(\d+)\./, (_, level: string) => `decoder.up.${last - Number(level)}.`);
  return (key) => renamedBy(VAE_RULES, turned(key));
}
