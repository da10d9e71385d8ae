import type { Tensor } from '../tensor/tensor.ts';

/** A weight matrix in 8-bit integers: W ≈ levels · scale, a scale for each output. */
export interface QuantisedWeight {
  /** [K, N], inputs by outputs; a kernel's taps are the outer part of K, so that they meet pixels laid side by side. */
  readonly levels: Int8Array;
  /** [N] */
  readonly scales: Float32Array;
  readonly inputs: number;
  readonly outputs: number;
}

/**
 * Quantises a weight symmetrically, each output by its largest magnitude: levels are −L … L with L = 2^(bits − 1) − 1.
 * With 7 bits two products of 8 bits without a sign fit 16 bits, which processors without dot products of bytes need.
 * @param weight [N, C] of a linear layer, or [N, C, kh, kw] of a convolution
 */
export function quantisedWeight({ dims, data }: Tensor, bits: 7 | 8): QuantisedWeight {
  const [outputs = 0, channels = 0, ...kernel] = dims;
  const taps = kernel.reduce((product, side) => product * side, 1);
  const inputs = channels * taps;
  const largest = 2 ** (bits - 1) - 1;
  const levels = new Int8Array(inputs * outputs);
  const scales = new Float32Array(outputs);
  for (let n = 0; n < outputs; n += 1) {
    const row = data.subarray(n * inputs, (n + 1) * inputs);
    let magnitude = 0;
    for (const value of row) magnitude = Math.max(magnitude, Math.abs(value));
    const scale = magnitude === 0 ? 1 : magnitude / largest;
    scales[n] = scale;
    for (let c = 0; c < channels; c += 1)
      for (let tap = 0; tap < taps; tap += 1)
        levels[(tap * channels + c) * outputs + n] = Math.round((row[c * taps + tap] ?? 0) / scale);
  }
  return { levels, scales, inputs, outputs };
}
