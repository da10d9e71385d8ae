import type { NoiseSource } from '../tensor/noise.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** D(x; σ): what the picture would be without its noise. `step` counts the intervals of σ, from 0. */
export type Denoiser = (x: Tensor, sigma: number, step: number) => Promise<Tensor>;

/** What a sampler tells at each step. */
export interface Step {
  readonly index: number;
  readonly sigma: number;
  readonly x: Tensor;
  readonly denoised: Tensor;
}

interface SamplerOptions {
  readonly onStep?: (step: Step) => void;
  /** Where samplers that add noise draw it from; needed by those alone. */
  readonly generator?: NoiseSource;
}

/** Follows the noise levels σ_0 > σ_1 > … > 0 from x = σ_0·n to a picture. A sampler is a function over a denoiser. */
export type Sampler = (
  denoise: Denoiser,
  x: Tensor,
  sigmas: readonly number[],
  options?: SamplerOptions,
) => Promise<Tensor>;

/** One step's interval of noise levels. */
export interface Interval {
  readonly index: number;
  readonly sigma: number;
  readonly next: number;
}

/** The intervals between noise levels, in order. */
export const intervals = (sigmas: readonly number[]): Interval[] =>
  sigmas.slice(0, -1).map((sigma, index) => ({ index, sigma, next: sigmas[index + 1] ?? 0 }));

/** Fresh normal noise of x's dims. @throws when the sampler was given no generator */
export function freshNoise(x: Tensor, generator: NoiseSource | undefined): Tensor {
  if (generator === undefined) throw new Error('sampler: expected a generator of noise, got none');
  return { dims: x.dims, data: generator.normal(x.data.length) };
}
