import type { Module } from '../checkpoint/module.ts';
import { attention } from '../onnx/attention.ts';
import { linear, linearWithoutBias } from '../onnx/layers.ts';
import type { Value } from '../onnx/value.ts';

/** Sizes of one attention layer. */
export interface AttentionDims {
  readonly width: number;
  readonly contextWidth: number;
  readonly heads: number;
}

/** How a UNet reads its context in one layer: hidden states [B, N, width] in and out. `m` is the layer's attn2 module. */
export type CrossAttention = (m: Module, x: Value, dims: AttentionDims) => Value;

/** Stable Diffusion's own: softmax(QKᵀ/√d)·V over the text. @param text [B, T, contextWidth] */
export const plainCrossAttention =
  (text: Value): CrossAttention =>
  (m, x, { width, contextWidth, heads }) => {
    const query = linearWithoutBias(m.at('to_q'), x, width, width);
    const key = linearWithoutBias(m.at('to_k'), text, contextWidth, width);
    const value = linearWithoutBias(m.at('to_v'), text, contextWidth, width);
    return linear(m.at('to_out', 0), attention(query, key, value, { heads, width }), width, width);
  };
