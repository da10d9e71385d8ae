import { count, object } from '../clip/config.ts';
import { otherFamilyOfConfig } from './family.ts';

/** One level of the UNet, seen from the outside in. */
export interface UnetLevel {
  readonly channels: number;
  /** Attention heads; what the published files call attention_head_dim. */
  readonly heads: number;
  /** Whether the level has cross-attention on its way down, and on its way up. */
  readonly attendsDown: boolean;
  readonly attendsUp: boolean;
}

/** What an SD-1.x-shaped UNet2DConditionModel's config.json says. */
export interface UnetConfig {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly levels: readonly UnetLevel[];
  readonly layersPerBlock: number;
  readonly contextWidth: number;
  readonly groups: number;
  readonly epsilon: number;
  /** Whether proj_in and proj_out are linear layers instead of 1×1 convolutions. */
  readonly linearProjection: boolean;
  readonly flipSinToCos: boolean;
  readonly freqShift: number;
}

/** Members that are the same in the whole family; other families give them other values. */
const FAMILY: Readonly<Record<string, string | number | boolean | null>> = {
  mid_block_type: 'UNetMidBlock2DCrossAttn',
  act_fn: 'silu',
  time_embedding_type: 'positional',
  resnet_time_scale_shift: 'default',
  transformer_layers_per_block: 1,
  addition_embed_type: null,
  class_embed_type: null,
  encoder_hid_dim_type: null,
  only_cross_attention: false,
  dual_cross_attention: false,
};

/** Reads a published unet/config.json. @throws naming the member that is not of the Stable Diffusion 1.x family */
export function parseUnetConfig(json: unknown, where: string): UnetConfig {
  const c = object(json, where);
  const family = otherFamilyOfConfig(c);
  if (family !== undefined)
    throw new Error(`${where}: expected a UNet of the Stable Diffusion 1.x family, got that of ${family}`);
  const channels = list(c, 'block_out_channels', where, [320, 640, 1280, 1280]).map(Number);
  const down = list(c, 'down_block_types', where, [
    ...Array<string>(3).fill('CrossAttnDownBlock2D'),
    'DownBlock2D',
  ]);
  const up = list(c, 'up_block_types', where, ['UpBlock2D', ...Array<string>(3).fill('CrossAttnUpBlock2D')]);
  const heads = c['num_attention_heads'] ?? c['attention_head_dim'] ?? 8;
  const headsOf = (level: number): number => Number(Array.isArray(heads) ? heads[level] : heads);
  for (const [name, expected] of Object.entries(FAMILY)) refuseOther(c, name, expected, where);
  if (down.length !== channels.length || up.length !== channels.length) {
    throw new Error(
      `${where}, down_block_types: expected ${channels.length} blocks each way, got ${down.length} and ${up.length}`,
    );
  }
  const levels = channels.map((width, i) => ({
    channels: width,
    heads: headsOf(i),
    attendsDown: attends(down[i], 'CrossAttnDownBlock2D', 'DownBlock2D', where),
    attendsUp: attends(up[channels.length - 1 - i], 'CrossAttnUpBlock2D', 'UpBlock2D', where),
  }));
  return {
    inChannels: count(c, 'in_channels', where, 4),
    outChannels: count(c, 'out_channels', where, 4),
    levels,
    layersPerBlock: count(c, 'layers_per_block', where, 2),
    contextWidth: count(c, 'cross_attention_dim', where, 1280),
    groups: count(c, 'norm_num_groups', where, 32),
    epsilon: typeof c['norm_eps'] === 'number' ? c['norm_eps'] : 1e-5,
    linearProjection: c['use_linear_projection'] === true,
    flipSinToCos: c['flip_sin_to_cos'] !== false,
    freqShift: typeof c['freq_shift'] === 'number' ? c['freq_shift'] : 0,
  };
}

/** Paths of the cross-attention modules in the order of the forward pass, with the channels of each. */
export function crossAttentionLayers(
  config: UnetConfig,
): { readonly path: string; readonly channels: number; readonly heads: number }[] {
  const { levels, layersPerBlock } = config;
  const at = (
    block: string,
    attentions: number,
    { channels, heads }: Pick<UnetLevel, 'channels' | 'heads'>,
  ) =>
    Array.from({ length: attentions }, (_, i) => ({
      path: `${block}.attentions.${i}.transformer_blocks.0.attn2`,
      channels,
      heads,
    }));
  const last = levels.length - 1;
  return [
    ...levels.flatMap((l, i) => at(`down_blocks.${i}`, l.attendsDown ? layersPerBlock : 0, l)),
    ...at('mid_block', 1, levels[last] ?? { channels: 0, heads: 1 }),
    ...[...levels].reverse().flatMap((l, i) => at(`up_blocks.${i}`, l.attendsUp ? layersPerBlock + 1 : 0, l)),
  ];
}

function list(
  c: Readonly<Record<string, unknown>>,
  name: string,
  where: string,
  fallback: readonly unknown[],
): unknown[] {
  const value = c[name] ?? fallback;
  if (Array.isArray(value)) return value as unknown[];
  throw new Error(`${where}, ${name}: expected a list, got ${JSON.stringify(value)}`);
}

function attends(type: unknown, yes: string, no: string, where: string): boolean {
  if (type === yes || type === no) return type === yes;
  throw new Error(
    `${where}: expected ${yes} or ${no}, got ${JSON.stringify(type)} (not a Stable Diffusion 1.x UNet?)`,
  );
}

function refuseOther(
  c: Readonly<Record<string, unknown>>,
  name: string,
  expected: string | number | boolean | null,
  where: string,
): void {
  const value = c[name] ?? expected;
  if (value === expected) return;
  throw new Error(
    `${where}, ${name}: expected ${expected}, got ${JSON.stringify(value)} (not a Stable Diffusion 1.x UNet?)`,
  );
}
