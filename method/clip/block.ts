import type { Module } from '../checkpoint/module.ts';
import { attention, layerNorm, linear, mergeHeads, splitHeads } from '../onnx/layers.ts';
import type { Value } from '../onnx/value.ts';
import type { TowerConfig } from './config.ts';

/**
 * One pre-norm transformer block of CLIP.
 * @param x [B, N, width] @param causal added to the attention's logits, [1, 1, N, N]; absent for pictures @returns [B, N, width]
 */
export function clipBlock(m: Module, x: Value, config: TowerConfig, causal?: Value): Value {
  const { width, mlp, heads, epsilon } = config;
  const attended = selfAttention(
    m.at('self_attn'),
    layerNorm(m.at('layer_norm1'), x, width, epsilon),
    width,
    heads,
    causal,
  );
  const y = x.add(attended);
  const wide = linear(m.at('mlp', 'fc1'), layerNorm(m.at('layer_norm2'), y, width, epsilon), width, mlp);
  const active = config.activation === 'gelu' ? wide.gelu() : wide.quickGelu();
  return y.add(linear(m.at('mlp', 'fc2'), active, mlp, width));
}

function selfAttention(m: Module, x: Value, width: number, heads: number, causal?: Value): Value {
  const part = (name: string): Value => linear(m.at(name), x, width, width);
  const [query, key, value] = [part('q_proj'), part('k_proj'), part('v_proj')] as const;
  if (causal === undefined)
    return linear(m.at('out_proj'), attention(query, key, value, heads), width, width);
  const logits = splitHeads(query, heads, width)
    .mul((width / heads) ** -0.5)
    .matmul(splitHeads(key, heads, width).transpose(0, 1, 3, 2)); // [B, H, N, N]
  const out = logits
    .add(causal)
    .softmax(-1)
    .matmul(splitHeads(value, heads, width));
  return linear(m.at('out_proj'), mergeHeads(out, width), width, width);
}
