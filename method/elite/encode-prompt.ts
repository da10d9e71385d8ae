import type { ClipTextEncoder } from '../clip/text-encoder.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { injectWords } from './inject.ts';

/** A prompt as the UNet reads it. */
export interface EncodedPrompt {
  /** C, [1, T, d] */
  readonly text: Tensor;
  /** Token positions of the subject's word, whose attention is the gate; empty for a prompt without subject. */
  readonly positions: readonly number[];
  /** How many of the T tokens the prompt takes, its begin and end included; the rest is padding. */
  readonly length?: number;
}

/**
 * Encodes a prompt, with words in place of each S*. Without words the prompt is read as it stands.
 * Source: Wei et al. 2023, section 3.2.
 * Differs there: every S* is replaced, at exact token positions; the released code replaces the last, counted in words.
 * @param words [1, n, d], n words that take the place of one token
 * @throws when there are words and no S*, or when they do not fit
 */
export async function encodePrompt(
  encoder: ClipTextEncoder,
  prompt: string,
  words?: Tensor,
  signal?: AbortSignal,
): Promise<EncodedPrompt> {
  const { ids, positions } = encoder.tokenizer.tokenize(prompt);
  const end = ids.indexOf(encoder.tokenizer.end);
  const length = end < 0 ? ids.length : end + 1;
  let rows = await encoder.rows(ids);
  if (words === undefined) return { text: await encoder.hidden(rows, signal), positions: [], length };
  if (positions.length === 0) {
    throw new Error(`prompt: expected S* where the subject stands, got none in ${JSON.stringify(prompt)}`);
  }
  const width = words.dims[2] ?? 0;
  if (width !== encoder.config.width) {
    throw new Error(
      `words: expected a width of ${encoder.config.width}, got ${width} (a mapper of another model?)`,
    );
  }
  const count = words.dims[1] ?? 1;
  // From the last to the first, so that an earlier place is still right when its words go in.
  for (const position of [...positions].reverse()) rows = injectWords(rows, words, position);
  const moved = positions.map((position, k) => position + k * (count - 1));
  return {
    text: await encoder.hidden(rows, signal),
    positions: moved.filter((position) => position < ids.length),
    length: Math.min(ids.length, length + positions.length * (count - 1)),
  };
}
