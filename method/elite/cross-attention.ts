import type { CrossAttention } from '../diffusion/cross-attention.ts';
import { attention, attentionLogits, mergeHeads, splitHeads } from '../onnx/attention.ts';
import { linear, linearWithoutBias } from '../onnx/layers.ts';
import type { Value } from '../onnx/value.ts';
import type { LayerContext } from './context.ts';

/** One thing that the pictures shall show: where its word stands, what its patches say, and how strongly. */
interface Reference {
  /** 1 at the tokens of the word, else 0, in singles, [B, T, 1]; without it the gate is open: r ≡ 1. */
  readonly word?: Value;
  /** Kˡ and Vˡ, [B, P, width]; patches outside the mask are zero and stay in the softmax. */
  readonly patches: LayerContext;
  /** λ of the layer, one number. */
  readonly lambda: (layer: number) => Value;
}

/** What ELITE's attention reads. */
export interface EliteContext {
  /** Kᵍ and Vᵍ, [B, T, width]. */
  readonly text: LayerContext;
  /** Which of the UNet's cross-attention layers run, in the order of the forward pass. */
  readonly layers: readonly number[];
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
  return (m, x, dims) => {
    const { width, heads } = dims;
    layer += 1;
    const index = layer;
    const at = context.layers[index];
    if (at === undefined)
      throw new Error(`elite attention: expected ${context.layers.length} layers, got one more`);
    const text = context.text(at, dims);

    const query = linearWithoutBias(m.at('to_q'), x, width, width);
    // In singles: of a word that is hardly attended a half would leave nothing, and its gate would be 0 / 0.
    const toWords = x.graph.single(attentionLogits(query, text.key, { heads, width })).softmax(-1); // [B, H, N, T]
    if (context.watched !== undefined) {
      const toWatched = toWords.matmul(context.watched.unsqueeze(1)); // [B, H, N, M]
      context.onWatched?.(index, toWatched.div(toWatched.max(1, 2)).mean([1]));
    }
    let out = mergeHeads(x.graph.own(toWords).matmul(splitHeads(text.value, heads, width)), width);
    context.references.forEach(({ word, patches, lambda }, r) => {
      const { key, value } = patches(at, dims);
      let details = attention(query, key, value, { heads, width }); // [B, N, width]
      if (word === undefined) details = details.mul(lambda(at));
      else {
        const onWord = toWords.matmul(word.unsqueeze(1)); // [B, H, N, 1]
        const gate = onWord.div(onWord.max(1, 2));
        context.onGate?.(index, r, gate);
        // The gate scales rows, which may be done after the product with Vˡ: the fused kernel needs no probabilities outside.
        const weight = lambda(at).mul(x.graph.own(gate)).transpose(0, 2, 1, 3); // [B, N, H, 1]
        details = details
          .reshape(0, 0, heads, width / heads)
          .mul(weight)
          .reshape(0, 0, width);
      }
      out = out.add(details);
    });
    return linear(m.at('to_out', 0), out, width, width);
  };
}
