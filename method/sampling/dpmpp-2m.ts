import { axpby, type Tensor } from '../tensor/tensor.ts';
import { freshNoise, intervals, type Sampler } from './sampler.ts';

/**
 * DPM-Solver++ of second order, multistep, in data prediction.
 * Source: Lu et al. 2022 (DPM-Solver++), Algorithm 2; t = −ln σ, the last step is of first order.
 */
export const dpmpp2m: Sampler = async (denoise, x, sigmas, { onStep } = {}) => {
  let previous: Tensor | undefined;
  for (const { index, sigma, next } of intervals(sigmas)) {
    const denoised = await denoise(x, sigma, index);
    onStep?.({ index, sigma, x, denoised });
    if (next === 0) return denoised;
    const h = Math.log(sigma / next);
    const last = sigmas[index - 1];
    const r = last === undefined ? 0 : Math.log(last / sigma) / h;
    const data = previous === undefined ? denoised : axpby(1 + 1 / (2 * r), denoised, -1 / (2 * r), previous);
    x = axpby(next / sigma, x, -Math.expm1(-h), data);
    previous = denoised;
  }
  return x;
};

/**
 * DPM-Solver++ of second order for the diffusion SDE, multistep, midpoint form.
 * Source: Lu et al. 2022, section on SDE solvers, with η = 1 as k-diffusion has it.
 * Differs there: fresh noise each step instead of a Brownian tree.
 */
export const dpmpp2mSde: Sampler = async (denoise, x, sigmas, { onStep, generator } = {}) => {
  let previous: Tensor | undefined;
  for (const { index, sigma, next } of intervals(sigmas)) {
    const denoised = await denoise(x, sigma, index);
    onStep?.({ index, sigma, x, denoised });
    if (next === 0) return denoised;
    const h = Math.log(sigma / next);
    const last = sigmas[index - 1];
    x = axpby((next / sigma) * Math.exp(-h), x, -Math.expm1(-2 * h), denoised);
    if (previous !== undefined && last !== undefined) {
      const weight = (0.5 * -Math.expm1(-2 * h) * h) / Math.log(last / sigma);
      x = axpby(1, x, weight, axpby(1, denoised, -1, previous));
    }
    x = axpby(1, x, next * Math.sqrt(-Math.expm1(-2 * h)), freshNoise(x, generator));
    previous = denoised;
  }
  return x;
};
