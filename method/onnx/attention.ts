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
  const apart = (x: Value): Value => splitHeads(x, heads, width);
  const logits = apart(query)
    .mul((width / heads) ** -0.5)
    .matmul(apart(key).transpose(0, 1, 3, 2));
  return mergeHeads((bias ? logits.add(bias) : logits).softmax(-1).matmul(apart(value)), width);
}

/** Heads apart. @param x [B, N, heads·d] @returns [B, heads, N, d] */
export const splitHeads = (x: Value, heads: number, width: number): Value =>
  x.reshape(0, 0, heads, width / heads).transpose(0, 2, 1, 3);

/** Heads together again. @param x [B, heads, N, d] @returns [B, N, heads·d] */
export const mergeHeads = (x: Value, width: number): Value => x.transpose(0, 2, 1, 3).reshape(0, 0, width);
