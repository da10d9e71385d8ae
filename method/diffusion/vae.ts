import type { Module } from '../checkpoint/module.ts';
import { count, object } from '../clip/config.ts';
import { attention } from '../onnx/attention.ts';
import type { Dialect } from '../onnx/dialect.ts';
import { Graph } from '../onnx/graph.ts';
import { groupNorm } from '../onnx/group-norm.ts';
import { conv2d, linear } from '../onnx/layers.ts';
import type { OnnxModel } from '../onnx/model.ts';
import type { Value } from '../onnx/value.ts';
import { enlarge, residual } from './residual.ts';

/** What an AutoencoderKL's config.json says. */
export interface VaeConfig {
  readonly channels: readonly number[];
  readonly layersPerBlock: number;
  readonly latentChannels: number;
  readonly groups: number;
  /** Factor between latents and the UNet's z; 0.18215 in Stable Diffusion 1.x. */
  readonly scalingFactor: number;
}

const EPSILON = 1e-6;

/** Reads a published vae/config.json. */
export function parseVaeConfig(json: unknown, where: string): VaeConfig {
  const c = object(json, where);
  const channels = c['block_out_channels'] ?? [64];
  if (!Array.isArray(channels))
    throw new Error(`${where}, block_out_channels: expected a list, got ${JSON.stringify(channels)}`);
  const scaling = c['scaling_factor'] ?? 0.18215;
  return {
    channels: channels.map(Number),
    layersPerBlock: count(c, 'layers_per_block', where, 1),
    latentChannels: count(c, 'latent_channels', where, 4),
    groups: count(c, 'norm_num_groups', where, 32),
    scalingFactor: Number(scaling),
  };
}

/** Picture sides a latent side stands for: 8 in Stable Diffusion. */
export const vaeFactor = (config: VaeConfig): number => 2 ** (config.channels.length - 1);

/** In: `pixels` [B, 3, H, W], −1 … 1. Out: `mean` and `logvar` [B, C, H/f, W/f], unscaled. Source: AutoencoderKL of diffusers. */
export function vaeEncoderGraph(config: VaeConfig, weights: Module, dialect?: Dialect): OnnxModel {
  const { channels, layersPerBlock, latentChannels, groups } = config;
  const graph = new Graph('vae_encoder', dialect);
  const m = weights.at('encoder');
  let width = channels[0] ?? 0;
  let x = conv2d(m.at('conv_in'), graph.input('pixels', ['batch', 3, 'height', 'width']), 3, width);
  channels.forEach((to, i) => {
    const at = m.at('down_blocks', i);
    for (let j = 0; j < layersPerBlock; j += 1) {
      x = residual(at.at('resnets', j), x, { from: width, to, groups, epsilon: EPSILON });
      width = to;
    }
    if (i < channels.length - 1)
      x = conv2d(at.at('downsamplers', 0, 'conv'), x, width, width, { stride: 2, pads: [0, 0, 1, 1] });
  });
  x = middle(m.at('mid_block'), x, width, groups);
  x = groupNorm(m.at('conv_norm_out'), x, { channels: width, groups, epsilon: EPSILON, hasSilu: true });
  x = conv2d(m.at('conv_out'), x, width, latentChannels * 2);
  x = conv2d(weights.at('quant_conv'), x, latentChannels * 2, latentChannels * 2, { kernel: 1 });
  graph.output('mean', x.slice(1, 0, latentChannels));
  graph.output('logvar', x.slice(1, latentChannels, latentChannels * 2));
  return graph.model();
}

/** In: `latent` [B, C, h, w], unscaled. Out: `pixels` [B, 3, h·f, w·f], about −1 … 1. */
export function vaeDecoderGraph(config: VaeConfig, weights: Module, dialect?: Dialect): OnnxModel {
  const { channels, layersPerBlock, latentChannels, groups } = config;
  const graph = new Graph('vae_decoder', dialect);
  const m = weights.at('decoder');
  let width = channels.at(-1) ?? 0;
  const latent = graph.input('latent', ['batch', latentChannels, 'height', 'width']);
  let x = conv2d(weights.at('post_quant_conv'), latent, latentChannels, latentChannels, { kernel: 1 });
  x = middle(m.at('mid_block'), conv2d(m.at('conv_in'), x, latentChannels, width), width, groups);
  [...channels].reverse().forEach((to, i) => {
    const at = m.at('up_blocks', i);
    for (let j = 0; j <= layersPerBlock; j += 1) {
      x = residual(at.at('resnets', j), x, { from: width, to, groups, epsilon: EPSILON });
      width = to;
    }
    if (i < channels.length - 1) x = conv2d(at.at('upsamplers', 0, 'conv'), enlarge(x), width, width);
  });
  x = groupNorm(m.at('conv_norm_out'), x, { channels: width, groups, epsilon: EPSILON, hasSilu: true });
  graph.output('pixels', conv2d(m.at('conv_out'), x, width, 3));
  return graph.model();
}

function middle(m: Module, x: Value, width: number, groups: number): Value {
  const dims = { from: width, to: width, groups, epsilon: EPSILON };
  const y = selfAttention(m.at('attentions', 0), residual(m.at('resnets', 0), x, dims), width, groups);
  return residual(m.at('resnets', 1), y, dims);
}

/** One head over all pixels. Files of Stable Diffusion 1.x name its layers query, key, value and proj_attn. */
function selfAttention(m: Module, x: Value, width: number, groups: number): Value {
  const shape = x.graph.node('Shape', [x]);
  const rows = groupNorm(m.at('group_norm'), x, { channels: width, groups, epsilon: EPSILON })
    .reshape(0, width, -1)
    .transpose(0, 2, 1);
  const part = (name: string, old: string): Module => (m.holds(name) ? m.at(...name.split('.')) : m.at(old));
  const from = (name: string, old: string): Value => linear(part(name, old), rows, width, width);
  const attended = attention(from('to_q', 'query'), from('to_k', 'key'), from('to_v', 'value'), {
    heads: 1,
    width,
  });
  const out = linear(part('to_out.0', 'proj_attn'), attended, width, width);
  return x.graph.node('Reshape', [out.transpose(0, 2, 1), shape]).add(x);
}
