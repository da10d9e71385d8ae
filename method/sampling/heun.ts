import { axpby } from '../tensor/tensor.ts';
import { intervals, type Sampler } from './sampler.ts';

/**
 * Heun's method on the probability-flow ODE dx/dσ = (x − D(x; σ)) / σ.
 * Source: Karras et al. 2022 (EDM), Algorithm 1 with σ(t) = t and s(t) = 1.
 */
export const heun: Sampler = async (denoise, x, sigmas, { onStep } = {}) => {
  for (const { index, sigma, next } of intervals(sigmas)) {
    const denoised = await denoise(x, sigma, index);
    onStep?.({ index, sigma, x, denoised });
    if (next === 0) return denoised;

    const slope = axpby(1 / sigma, x, -1 / sigma, denoised);
    const predicted = axpby(1, x, next - sigma, slope);
    const slopeThere = axpby(1 / next, predicted, -1 / next, await denoise(predicted, next, index));
    x = axpby(1, x, next - sigma, axpby(0.5, slope, 0.5, slopeThere));
  }
  return x;
};
