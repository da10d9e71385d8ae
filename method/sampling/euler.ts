import { axpby } from '../tensor/tensor.ts';
import { intervals, type Sampler } from './sampler.ts';

/** Euler's method on the probability-flow ODE dx/dσ = (x − D(x; σ)) / σ. Source: Karras et al. 2022 (EDM). */
export const euler: Sampler = async (denoise, x, sigmas, { onStep } = {}) => {
  for (const { index, sigma, next } of intervals(sigmas)) {
    const denoised = await denoise(x, sigma, index);
    onStep?.({ index, sigma, x, denoised });
    x = axpby(next / sigma, x, 1 - next / sigma, denoised);
  }
  return x;
};
