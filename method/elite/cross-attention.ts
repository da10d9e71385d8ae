import type { Module } from '../checkpoint/module.ts';
import type { CrossAttention } from '../diffusion/cross-attention.ts';
import { attention, mergeHeads, splitHeads } from '../onnx/attention.ts';
import { linear } from '../onnx/layers.ts';
import type { Value } from '../onnx/value.ts';

/** One thing that the pictures shall show: where its word stands, what its patches say, and how strongly. */
interface Reference {
  /** 1 at the tokens of the word, else 0, in singles, [B, T, 1]; without it the gate is open: r ≡ 1. */
  readonly word?: Value;
  /** e, [B, P, contextWidth]; rows outside the mask are zero and stay in the softmax. */
  readonly patches: Value;
  /** λ of the layer, one number. */
  readonly lambda: (layer: number) => Value;
  /** The local mapper's file: `<path with underscores>_to_k.weight` and `…_to_v.weight`. */
  readonly local: Module;
}

/** What ELITE's attention reads. */
export interface EliteContext {
  /** C, [B, T, contextWidth] */
  readonly text: Value;
  /** The global mapper's file, which holds the keys and values of the text. */
  readonly global: Module;
  /** Paths of the cross-attention layers in the order of the forward pass. */
  readonly layers: readonly string[];
  /** Empty for the global-only model and for the unconditional branch. */
  readonly references: readonly Reference[];
  /** Words to watch, one a column: 1 at their tokens, else 0, in singles, [B, T, M]. */
  readonly watched?: Value;
  /** Called with r of each watched word in each layer, the mean over the heads, [B, N, M]. */
  readonly onWatched?: (layer: number, maps: Value) => void;
  /** Called with the gate r of each layer and reference, [B, H, N, 1]. */
  readonly onGate?: (layer: number, reference: number, gate: Value) => void;
}

/**
 * ELITE's cross attention: the text attention, plus for each reference the patch attention where its word is attended.
 *   out = softmax(QKᵍᵀ/√d)·Vᵍ + Σ λ · r ⊙ softmax(QKˡᵀ/√d)·Vˡ,  r = A_word / max A_word
 * Source: Wei et al. 2023, Eqn. 6 and the reweighting that follows it.
 * Differs there: r is normalised per sample; the released code divides by the maximum over the batch.
 */
export function eliteCrossAttention(context: EliteContext): CrossAttention {
  let layer = -1;
  return (m, x, { width, contextWidth, heads }) => {
    layer += 1;
    const index = layer;
    const name = (context.layers[index] ?? '').replaceAll('.', '_');
    const project = (from: Module, of: Value, part: 'to_k' | 'to_v'): Value =>
      splitHeads(linear(from.at(`${name}_${part}`), of, contextWidth, width), heads, width);
    const keys = (from: Module, of: Value): Value => project(from, of, 'to_k').transpose(0, 1, 3, 2);

    const asked = linear(m.at('to_q'), x, width, width);
    const query = splitHeads(asked, heads, width).mul((width / heads) ** -0.5); // [B, H, N, d]
    // In singles: of a word that is hardly attended a half would leave nothing, and its gate would be 0 / 0.
    const toWords = x.graph.single(query.matmul(keys(context.global, context.text))).softmax(-1); // [B, H, N, T]
    if (context.watched !== undefined) {
      const toWatched = toWords.matmul(context.watched.unsqueeze(1)); // [B, H, N, M]
      context.onWatched?.(index, toWatched.div(toWatched.max(1, 2)).mean([1]));
    }
    let out = x.graph.own(toWords).matmul(project(context.global, context.text, 'to_v'));
    context.references.forEach(({ word, patches, lambda, local }, r) => {
      const of = (part: 'to_k' | 'to_v'): Value =>
        linear(local.at(`${name}_${part}`), patches, contextWidth, width);
      // The gate scales rows, which may be done after the product with Vˡ: the fused kernel needs no probabilities outside.
      let details = splitHeads(attention(asked, of('to_k'), of('to_v'), { heads, width }), heads, width);
      if (word !== undefined) {
        const onWord = toWords.matmul(word.unsqueeze(1)); // [B, H, N, 1]
        const gate = onWord.div(onWord.max(1, 2));
        context.onGate?.(index, r, gate);
        details = details.mul(x.graph.own(gate));
      }
      out = out.add(details.mul(lambda(index)));
    });
    return linear(m.at('to_out', 0), mergeHeads(out, width), width, width);
  };
}
