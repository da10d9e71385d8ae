import { concatenate, tensor, type Tensor } from '../tensor/tensor.ts';

/** How sharply the weights by agreement prefer the photographs that agree. */
const TEMPERATURE = 0.1;

/** The same weight for each of so many photographs. */
export const equalWeights = (count: number): number[] => Array.from({ length: count }, () => 1 / count);

/**
 * Weights of photographs of one subject by how well their first words agree: a_k ∝ exp(c_k / 0.1), where c_k is the mean cosine of
 * word k and the others.
 * @param words one photograph each, [1, n, d] @returns a_k, together 1
 */
export function agreementWeights(words: readonly Tensor[]): number[] {
  const firsts = words.map(({ data, dims }) => data.subarray(0, dims[2] ?? 0));
  const logits = firsts.map((one, k) => {
    const others = firsts.filter((_, other) => other !== k);
    const total = others.reduce((sum, other) => sum + cosine(one, other), 0);
    return total / Math.max(1, others.length) / TEMPERATURE;
  });
  const highest = Math.max(...logits);
  const raised = logits.map((logit) => Math.exp(logit - highest));
  const sum = raised.reduce((all, value) => all + value, 0);
  return raised.map((value) => value / sum);
}

/**
 * One set of words for photographs of one subject: w = w̄ / ‖w̄‖ · Σ a_k ‖w_k‖ with w̄ = Σ a_k w_k, for each word alone, so that
 * the mean is as long as what it is made of.
 * @param words one photograph each, [1, n, d] @param weights a_k, together 1 @returns [1, n, d]
 */
export function combinedWords(words: readonly Tensor[], weights: readonly number[]): Tensor {
  const [, count = 0, width = 0] = words[0]?.dims ?? [];
  const data = new Float32Array(count * width);
  for (let word = 0; word < count; word += 1) {
    const mean = data.subarray(word * width, (word + 1) * width);
    let length = 0;
    words.forEach((photo, k) => {
      const own = photo.data.subarray(word * width, (word + 1) * width);
      const weight = weights[k] ?? 0;
      own.forEach((value, i) => (mean[i] = (mean[i] ?? 0) + weight * value));
      length += weight * norm(own);
    });
    const scale = length / (norm(mean) || 1);
    mean.forEach((value, i) => (mean[i] = value * scale));
  }
  return tensor(data, [1, count, width]);
}

/**
 * The patches of all photographs side by side, under one softmax; with as many copies of one photograph the pictures stay the same.
 * @param rows patches or masks, [1, P, width] each @returns [1, sum of P, width]
 */
export const combinedRows = (rows: readonly Tensor[]): Tensor => concatenate(rows, 1);

const dot = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
const norm = (a: Float32Array): number => Math.sqrt(dot(a, a));
const cosine = (a: Float32Array, b: Float32Array): number => dot(a, b) / (norm(a) * norm(b) || 1);
