import type { Value } from './value.ts';

/** Sizes of an attention, and what is added to its logits: `bias` [B or 1, heads or 1, N, M]. */
interface Attention {
  readonly heads: number;
  readonly width: number;
  readonly bias?: Value;
}

/**
 * softmax(QKᵀ/√d + bias)·V in heads, without a bias as one fused node where the dialect has it.
 * @param query [B, N, width] @param key [B, M, width] @param value [B, M, width] @returns [B, N, width]
 */
export function attention(query: Value, key: Value, value: Value, { heads, width, bias }: Attention): Value {
  const { graph } = query;
  if (graph.dialect.hasFusedAttention && bias === undefined)
    return graph.node('com.microsoft/MultiHeadAttention', [query, key, value], { num_heads: heads });
  const logits = attentionLogits(query, key, { heads, width });
  const probabilities = (bias ? logits.add(bias) : logits).softmax(-1);
  return mergeHeads(probabilities.matmul(splitHeads(value, heads, width)), width);
}

/** QKᵀ/√d in heads, for whoever needs the probabilities themselves. @param query [B, N, width] @param key [B, M, width] @returns [B, heads, N, M] */
export function attentionLogits(query: Value, key: Value, { heads, width }: Omit<Attention, 'bias'>): Value {
  const { graph } = query;
  const [q, k] = [splitHeads(query, heads, width), splitHeads(key, heads, width)];
  const scale = (width / heads) ** -0.5;
  return graph.dialect.hasFusedProducts
    ? graph.node('com.microsoft/FusedMatMul', [q, k], { transB: 1, alpha: { float: scale } })
    : q.mul(scale).matmul(k.transpose(0, 1, 3, 2));
}

/** Heads apart. @param x [B, N, heads·d] @returns [B, heads, N, d] */
export const splitHeads = (x: Value, heads: number, width: number): Value =>
  x.reshape(0, 0, heads, width / heads).transpose(0, 2, 1, 3);

/** Heads together again. @param x [B, heads, N, d] @returns [B, N, heads·d] */
export const mergeHeads = (x: Value, width: number): Value => x.transpose(0, 2, 1, 3).reshape(0, 0, width);
