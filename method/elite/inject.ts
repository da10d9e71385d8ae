import { concatenate, slice, type Tensor } from '../tensor/tensor.ts';

/**
 * Puts words at a token's place; the tail moves right by n − 1 and its end falls off.
 * Source: Wei et al. 2023, section 3.2, as the released code does it.
 * @param rows token rows [1, T, d] @param words [1, n, d] @param position index among the T tokens @returns [1, T, d]
 */
export function injectWords(rows: Tensor, words: Tensor, position: number): Tensor {
  const length = rows.dims[1] ?? 0;
  const n = words.dims[1] ?? 0;
  if (position < 1 || position + n > length) {
    throw new Error(
      `word position: expected 1 to ${length - n} for ${n} words among ${length} tokens, got ${position}`,
    );
  }
  return concatenate([slice(rows, 1, 0, position), words, slice(rows, 1, position + 1, length - n + 1)], 1);
}
