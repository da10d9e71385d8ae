import { axpby } from '../tensor/tensor.ts';
import { freshNoise, intervals, type Sampler } from './sampler.ts';

/** The noise to go down to, and the noise to add again, so that both together have the variance of the next level. */
export function ancestralStep(sigma: number, next: number): { readonly down: number; readonly up: number } {
  const up = Math.min(next, Math.sqrt((next ** 2 * (sigma ** 2 - next ** 2)) / sigma ** 2));
  return { down: Math.sqrt(next ** 2 - up ** 2), up };
}

/** Euler's method that adds noise again after each step. Source: k-diffusion's ancestral Euler, η = 1. */
export const eulerAncestral: Sampler = async (denoise, x, sigmas, { onStep, generator } = {}) => {
  for (const { index, sigma, next } of intervals(sigmas)) {
    const denoised = await denoise(x, sigma, index);
    onStep?.({ index, sigma, x, denoised });
    const { down, up } = ancestralStep(sigma, next);
    x = axpby(down / sigma, x, 1 - down / sigma, denoised);
    if (next > 0) x = axpby(1, x, up, freshNoise(x, generator));
  }
  return x;
};
