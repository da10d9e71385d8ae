import { dpmpp2m, dpmpp2mSde } from './dpmpp-2m.ts';
import { eulerAncestral } from './euler-ancestral.ts';
import { euler } from './euler.ts';
import { heun } from './heun.ts';
import { lms } from './lms.ts';
import type { Sampler } from './sampler.ts';

/** Samplers by the names that workflows use. DDIM with η = 0 is Euler's method in σ (Song et al. 2021, Eqn. 14). */
export const SAMPLERS: Readonly<Record<string, Sampler>> = {
  lms,
  euler,
  euler_ancestral: eulerAncestral,
  heun,
  dpmpp_2m: dpmpp2m,
  dpmpp_2m_sde: dpmpp2mSde,
  ddim: euler,
};
