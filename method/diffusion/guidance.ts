import type { Denoiser } from '../sampling/sampler.ts';
import { liesWithin, timestepOf, type NoiseLevels, type TimestepSpan } from '../sampling/schedules.ts';
import { axpby, scale, type Tensor } from '../tensor/tensor.ts';

/** ε of scaled latents at a fractional timestep; `step` counts from 0. */
export type NoisePrediction = (x: Tensor, timestep: number, step: number) => Promise<Tensor>;

/**
 * The denoiser of an ε-predicting model: D(x; σ) = x − σ·ε(x/√(σ²+1), t(σ)).
 * Source: Karras et al. 2022 (EDM), the variance-exploding view of Stable Diffusion.
 */
export const epsilonDenoiser =
  (levels: NoiseLevels, predict: NoisePrediction): Denoiser =>
  async (x, sigma, step) => {
    const epsilon = await predict(scale(1 / Math.sqrt(sigma ** 2 + 1), x), timestepOf(levels, sigma), step);
    return axpby(1, x, -sigma, epsilon);
  };

/**
 * Classifier-free guidance: ε = ε_u + s·(ε_c − ε_u), two separate evaluations; s = 1 needs the conditional one alone.
 * Source: Ho and Salimans 2021.
 * @param within where it acts, as Kynkäänniemi et al. 2024 have it; outside s is 1, and the unconditional branch rests
 */
export const guided =
  (
    conditional: NoisePrediction,
    unconditional: NoisePrediction,
    guidance: number,
    within?: TimestepSpan,
  ): NoisePrediction =>
  async (x, timestep, step) => {
    const towards = await conditional(x, timestep, step);
    if (guidance === 1 || (within && !liesWithin(timestep, within))) return towards;
    return axpby(guidance, towards, 1 - guidance, await unconditional(x, timestep, step));
  };
