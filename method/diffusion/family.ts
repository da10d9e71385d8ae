import { CheckpointError, type Checkpoint } from '../checkpoint/checkpoint.ts';

const XL = 'Stable Diffusion XL';
const SD2 = 'Stable Diffusion 2.x';

/** Keys that only one kind of file has, the narrower kinds first. Source: the key names that each project publishes. */
const BY_KEY: readonly (readonly [RegExp, string])[] = [
  [
    /lora_(up|down)|\.lora\.(up|down)\.|\.lora_[AB]\.|\.hada_w1|\.lokr_w/,
    'a LoRA (it changes a checkpoint and is none)',
  ],
  [
    /^control_model\.|controlnet_(cond_embedding|down_blocks)\.|input_hint_block\./,
    'a ControlNet (it steers a checkpoint and is none)',
  ],
  [/^ip_adapter\.|^image_proj\./, 'an IP-Adapter'],
  [/motion_modules\./, 'a motion module of AnimateDiff'],
  [/^(emb_params$|string_to_param)/, 'an embedding of Textual Inversion'],
  [/(^|\.)(double_blocks|single_transformer_blocks)\.\d/, 'a Flux checkpoint'],
  [/(^|\.)joint_blocks\.\d|transformer_blocks\.\d+\.attn\.add_k_proj\./, 'a Stable Diffusion 3 checkpoint'],
  [
    /^visual\.(conv1|transformer|class_embedding)|^transformer\.resblocks\./,
    "CLIP in OpenAI's own layout (transformers' is read)",
  ],
];
const XL_KEYS = /^conditioner\.embedders\.|(^|\.)label_emb\.|^add_embedding\./;
const SD2_KEYS = /^cond_stage_model\.model\./;
const CONV_IN = ['conv_in.weight', 'model.diffusion_model.input_blocks.0.0.weight'];
const TEXT_KEYS = /attn2\.to_k\.weight$/;
/** Width of the first level of every UNet that Stability published; the narrower ones are somebody's own. */
const PUBLISHED_WIDTH = 320;

/** What UNets with more than four channels of input are for. */
const BY_CHANNELS: Readonly<Record<number, string>> = {
  5: 'depth',
  7: 'upscaling',
  8: 'InstructPix2Pix',
  9: 'inpainting',
};

/** The kind of a file that is not of the Stable Diffusion 1.x family, with its article; undefined for all that are or may be. */
export function otherFamily(checkpoint: Checkpoint): string | undefined {
  const { keys } = checkpoint;
  const known = BY_KEY.find(([pattern]) => keys.some((key) => pattern.test(key)));
  if (known !== undefined) return known[1];
  const [width = 0, channels = 4] =
    CONV_IN.map((key) => checkpoint.get(key)?.dims).find((dims) => dims) ?? [];
  const textKey = keys.find((key) => TEXT_KEYS.test(key));
  const context = textKey === undefined ? undefined : checkpoint.get(textKey)?.dims[1];
  const base = keys.some((key) => XL_KEYS.test(key))
    ? `${XL}${context === 1280 ? ' refiner' : ''}`
    : keys.some((key) => SD2_KEYS.test(key)) || (width === PUBLISHED_WIDTH && context === 1024)
      ? SD2
      : undefined;
  return described(base, width === PUBLISHED_WIDTH ? channels : 4);
}

/** @throws CheckpointError naming the family of a file that is not of Stable Diffusion 1.x */
export function refuseOtherFamily(checkpoint: Checkpoint, where: string): void {
  const family = otherFamily(checkpoint);
  if (family !== undefined)
    throw new CheckpointError(`${where}: expected weights of the Stable Diffusion 1.x family, got ${family}`);
}

/** The same of a published config.json or model_index.json. */
export function otherFamilyOfConfig(config: Readonly<Record<string, unknown>>): string | undefined {
  const name = config['_class_name'];
  if (typeof name === 'string') {
    if (name.startsWith('ControlNet')) return 'a ControlNet (it steers a checkpoint and is none)';
    if (/^Flux/.test(name)) return 'a Flux checkpoint';
    if (/^(SD3|StableDiffusion3)/.test(name)) return 'a Stable Diffusion 3 checkpoint';
    if (name.startsWith('StableDiffusionXL')) return described(XL, 4);
    if (name.startsWith('StableDiffusionInpaint')) return described(undefined, 9);
  }
  const context = config['cross_attention_dim'];
  const isXl = config['addition_embed_type'] === 'text_time';
  const base = isXl ? `${XL}${context === 1280 ? ' refiner' : ''}` : context === 1024 ? SD2 : undefined;
  return described(base, Number(config['in_channels'] ?? 4));
}

function described(base: string | undefined, channels: number): string | undefined {
  const use = BY_CHANNELS[channels];
  if (base === undefined && use === undefined) return undefined;
  return use === undefined ? `a ${base} checkpoint` : `a checkpoint for ${use}${base ? ` (${base})` : ''}`;
}
