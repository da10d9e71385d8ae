import type { Module } from '../checkpoint/module.ts';
import { attention } from '../onnx/attention.ts';
import { layerNorm, linear } from '../onnx/layers.ts';
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
  const sizes = { heads, width, ...(causal && { bias: causal }) };
  const attended = attention(part('q_proj'), part('k_proj'), part('v_proj'), sizes);
  return linear(m.at('out_proj'), attended, width, width);
}
