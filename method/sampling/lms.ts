import { axpby, type Tensor } from '../tensor/tensor.ts';
import { intervals, type Sampler } from './sampler.ts';

const ORDER = 4;

/**
 * Coefficients of the last `order` slopes in step i: ∫ over [σ_i, σ_{i+1}] of the Lagrange basis polynomials, exactly.
 * @returns the newest slope's coefficient first
 */
export function lmsCoefficients(
  sigmas: readonly number[],
  index: number,
  order = Math.min(index + 1, ORDER),
): number[] {
  const nodes = Array.from({ length: order }, (_, k) => sigmas[index - k] ?? 0);
  const [from, to] = [sigmas[index] ?? 0, sigmas[index + 1] ?? 0];
  return nodes.map((node, k) => {
    // The basis polynomial's coefficients, lowest power first.
    let polynomial = [1];
    nodes.forEach((other, j) => {
      if (j === k) return;
      const grown = [...polynomial, 0].map((_, p) => (polynomial[p - 1] ?? 0) - other * (polynomial[p] ?? 0));
      polynomial = grown.map((c) => c / (node - other));
    });
    return polynomial.reduce((sum, c, p) => sum + (c * (to ** (p + 1) - from ** (p + 1))) / (p + 1), 0);
  });
}

/**
 * Linear multistep, order 4: the sampler of the paper.
 * Source: k-diffusion's LMS; the integrals are exact here instead of by quadrature.
 */
export const lms: Sampler = async (denoise, x, sigmas, { onStep } = {}) => {
  const slopes: Tensor[] = [];
  for (const { index, sigma } of intervals(sigmas)) {
    const denoised = await denoise(x, sigma, index);
    onStep?.({ index, sigma, x, denoised });
    slopes.unshift(axpby(1 / sigma, x, -1 / sigma, denoised));
    slopes.length = Math.min(slopes.length, ORDER);
    x = lmsCoefficients(sigmas, index).reduce(
      (sum, c, k) => (slopes[k] ? axpby(1, sum, c, slopes[k]) : sum),
      x,
    );
  }
  return x;
};
