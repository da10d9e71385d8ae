import type { Module } from '../checkpoint/module.ts';
import type { Graph } from '../onnx/graph.ts';
import { attention } from '../onnx/attention.ts';
import { groupNorm } from '../onnx/group-norm.ts';
import { conv2d, gatedLinear, isInt8, layerNorm, linear, linearWithoutBias } from '../onnx/layers.ts';
import type { Value } from '../onnx/value.ts';
import type { CrossAttention } from './cross-attention.ts';
import { enlarge, residual } from './residual.ts';
import type { UnetConfig, UnetLevel } from './unet-config.ts';
import { downUnits, upUnits } from './unet-plan.ts';

/** What a UNet reads besides its weights. */
export interface UnetInputs {
  /** z / √(σ² + 1), [B, C, h, w] */
  readonly sample: Value;
  /** Timesteps in 32-bit floats, fractions allowed, [B]. */
  readonly timestep: Value;
  readonly crossAttention: CrossAttention;
  readonly deep?: DeepInput;
  readonly keys?: KeyGrid;
}

/** Which pixels of the outermost level the others look at in self-attention: of a grid this high and wide every n-th each way. */
interface KeyGrid {
  readonly height: number;
  readonly width: number;
  readonly stride: number;
}

/** Where a UNet is cut in two, as `deepFeature` has it. */
interface DeepInput {
  /** So many units of the way up lie outside. */
  readonly depth: number;
  /** The deep feature of another step, in place of the inner blocks; without it all blocks run. */
  readonly feature?: Value;
  /** Called with the deep feature, where it comes about. */
  readonly onFeature?: (feature: Value) => void;
}

/**
 * UNet2DConditionModel of the Stable Diffusion 1.x family: predicts ε, [B, C, h, w].
 * Source: Rombach et al. 2022 and the key names of diffusers; the cross-attention is an argument.
 */
export function unet(
  graph: Graph,
  config: UnetConfig,
  m: Module,
  { sample, timestep, crossAttention, deep, keys }: UnetInputs,
): Value {
  const { levels, groups, epsilon, inChannels, outChannels } = config;
  const [first] = levels;
  if (first === undefined) throw new Error('unet: expected at least one level, got none');
  const timeWidth = first.channels * 4;
  const time = {
    value: timeEmbedding(graph, m.at('time_embedding'), timestep, config, first.channels, timeWidth),
    width: timeWidth,
  };
  const blocks: Blocks = {
    residual: (at, x, from, to) => residual(at, x, { from, to, groups, epsilon }, time),
    attend: (at, x, level) =>
      transformer(at, x, level, config, { crossAttention, ...(keys && level === first ? { keys } : {}) }),
  };

  const x = conv2d(m.at('conv_in'), sample, inChannels, first.channels);
  const isOuter = deep?.feature !== undefined;
  const down = downUnits(config).slice(0, isOuter ? deep.depth - 1 : undefined);
  const skips = wayDown(m, x, first.channels, down, blocks);
  const below = deep?.feature ?? middle(m.at('mid_block'), skips, levels.at(-1) ?? first, blocks);
  const up = upUnits(config).slice(isOuter ? -deep.depth : 0);
  const end = wayUp(m, below, skips, up, blocks, (remaining, feature) => {
    if (remaining === deep?.depth) deep.onFeature?.(feature);
  });
  const out = groupNorm(m.at('conv_norm_out'), end, {
    ...{ channels: first.channels, groups, epsilon },
    hasSilu: true,
  });
  return conv2d(m.at('conv_out'), out, first.channels, outChannels);
}

/** The two kinds of block, with what all of a network's have in common. */
interface Blocks {
  readonly residual: (at: Module, x: Value, from: number, to: number) => Value;
  readonly attend: (at: Module, x: Value, level: UnetLevel) => Value;
}

interface Skip {
  readonly x: Value;
  readonly channels: number;
}

/** Runs these units and leaves their skips, that of x first. */
function wayDown(
  m: Module,
  x: Value,
  channels: number,
  units: ReturnType<typeof downUnits>,
  { residual: block, attend }: Blocks,
): Skip[] {
  const skips = [{ x, channels }];
  for (const { kind, block: i, index, level, from } of units) {
    const at = m.at('down_blocks', i);
    if (kind === 'downsample') {
      x = conv2d(at.at('downsamplers', 0, 'conv'), x, from, from, { stride: 2 });
    } else {
      x = block(at.at('resnets', index), x, from, level.channels);
      if (level.attendsDown) x = attend(at.at('attentions', index), x, level);
    }
    skips.push({ x, channels: level.channels });
  }
  return skips;
}

/** The innermost blocks, which leave the last skip where it is. */
function middle(
  m: Module,
  skips: readonly Skip[],
  deepest: UnetLevel,
  { residual: block, attend }: Blocks,
): Value {
  const { x, channels } = skips.at(-1) ?? missingSkip();
  const y = attend(m.at('attentions', 0), block(m.at('resnets', 0), x, channels, channels), deepest);
  return block(m.at('resnets', 1), y, channels, channels);
}

/** Runs these units, each with the last skip that is left. @param onUnit told before each how many are left, and what comes in */
function wayUp(
  m: Module,
  x: Value,
  skips: Skip[],
  units: ReturnType<typeof upUnits>,
  { residual: block, attend }: Blocks,
  onUnit: (remaining: number, x: Value) => void,
): Value {
  units.forEach(({ block: i, index, level, from, enlarges }, n) => {
    onUnit(units.length - n, x);
    const at = m.at('up_blocks', i);
    const skip = skips.pop() ?? missingSkip();
    x = block(at.at('resnets', index), x.concat([skip.x], 1), from + skip.channels, level.channels);
    if (level.attendsUp) x = attend(at.at('attentions', index), x, level);
    if (enlarges)
      x = conv2d(at.at('upsamplers', 0, 'conv'), enlarge(x, skips.at(-1)?.x), level.channels, level.channels);
  });
  return x;
}

function missingSkip(): never {
  throw new Error('unet: expected a skip for every residual block on the way up, got none');
}

function timeEmbedding(
  graph: Graph,
  m: Module,
  timestep: Value,
  config: UnetConfig,
  from: number,
  to: number,
): Value {
  const half = from / 2;
  const frequencies = Array.from({ length: half }, (_, k) =>
    Math.exp((-Math.log(10000) * k) / (half - config.freqShift)),
  );
  const angles = timestep.unsqueeze(1).mul(graph.floats(frequencies, [1, half], 'F32')); // [B, half]
  const [sin, cos] = [angles.sin(), angles.cos()];
  const waves = graph.own(config.flipSinToCos ? cos.concat([sin], 1) : sin.concat([cos], 1));
  return linear(m.at('linear_2'), linear(m.at('linear_1'), waves, from, to).silu(), to, to);
}

/** Transformer2DModel with one block: self-attention, cross-attention, feed-forward, around all of them a residual. */
function transformer(
  m: Module,
  x: Value,
  level: UnetLevel,
  config: UnetConfig,
  { crossAttention, keys }: Pick<UnetInputs, 'crossAttention' | 'keys'>,
): Value {
  const { channels: width, heads } = level;
  const { linearProjection, contextWidth, groups } = config;
  const shape = x.graph.node('Shape', [x]);
  const normal = groupNorm(m.at('norm'), x, { channels: width, groups, epsilon: 1e-6 });
  const rows = (y: Value): Value => y.reshape(0, width, -1).transpose(0, 2, 1); // [B, N, width]
  const grid = (y: Value): Value => x.graph.node('Reshape', [y.transpose(0, 2, 1), shape]);

  // In 8 bits a 1×1 convolution is the same product, and rows need not be turned for it.
  const isLinear = linearProjection || isInt8(x.graph, m.at('proj_in'));
  let y = isLinear
    ? linear(m.at('proj_in'), rows(normal), width, width)
    : rows(conv2d(m.at('proj_in'), normal, width, width, { kernel: 1 }));
  const block = m.at('transformer_blocks', 0);
  y = y.add(selfAttention(block.at('attn1'), layerNorm(block.at('norm1'), y, width), level, keys));
  y = y.add(
    crossAttention(block.at('attn2'), layerNorm(block.at('norm2'), y, width), { width, contextWidth, heads }),
  );
  y = y.add(feedForward(block.at('ff', 'net'), layerNorm(block.at('norm3'), y, width), width));
  const out = isLinear
    ? grid(linear(m.at('proj_out'), y, width, width))
    : conv2d(m.at('proj_out'), grid(y), width, width, { kernel: 1 });
  return out.add(x);
}

function selfAttention(m: Module, x: Value, { channels: width, heads }: UnetLevel, keys?: KeyGrid): Value {
  const seen = keys ? sparse(x, width, keys) : x;
  const part = (name: string, of: Value): Value => linearWithoutBias(m.at(name), of, width, width);
  const attended = attention(part('to_q', x), part('to_k', seen), part('to_v', seen), { heads, width });
  return linear(m.at('to_out', 0), attended, width, width);
}

/**
 * Every n-th row of every n-th line. Source: Smith et al. 2024 (ToDo: Token Downsampling), nearest neighbours.
 * @param x [B, height·width, channels] @returns [B, ⌈height/n⌉·⌈width/n⌉, channels]
 */
function sparse(x: Value, channels: number, { height, width, stride }: KeyGrid): Value {
  const { graph } = x;
  const bounds = [
    [0, 0],
    [height, width],
    [1, 2],
    [stride, stride],
  ].map((list) => graph.integers(list));
  return graph.node('Slice', [x.reshape(0, height, width, channels), ...bounds]).reshape(0, -1, channels);
}

function feedForward(m: Module, x: Value, width: number): Value {
  const inner = width * 4;
  return linear(m.at(2), gatedLinear(m.at(0, 'proj'), x, width, inner), inner, width);
}
