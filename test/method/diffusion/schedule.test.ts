import assert from 'node:assert/strict';
import { alphasCumprod, noiseLevels, STABLE_DIFFUSION } from '../../../method/diffusion/schedule.ts';

describe('alphasCumprod', () => {
  const alphas = alphasCumprod(STABLE_DIFFUSION);

  it('has the first and last values of Stable Diffusion', () => {
    assert.equal(alphas.length, 1000);
    assert.ok(Math.abs((alphas[0] ?? NaN) - 0.99914998) < 1e-7);
    assert.ok(Math.abs((alphas[999] ?? NaN) - 0.0046601) < 1e-7);
  });

  it('falls from step to step and stays between 0 and 1', () => {
    alphas.forEach((a, t) => assert.ok(a > 0 && a < 1 && a < (alphas[t - 1] ?? 1)));
  });
});

describe('noiseLevels', () => {
  it('rise, and say the same as ᾱ: 1/(1 + σ²) = ᾱ', () => {
    const { sigmas } = noiseLevels(STABLE_DIFFUSION);
    const alphas = alphasCumprod(STABLE_DIFFUSION);
    sigmas.forEach((sigma, t) => {
      assert.ok(sigma > (sigmas[t - 1] ?? 0));
      assert.ok(Math.abs(1 / (1 + sigma ** 2) - (alphas[t] ?? NaN)) < 1e-6);
    });
    assert.ok(Math.abs((sigmas.at(-1) ?? NaN) - 14.614647) < 1e-5);
    assert.ok(Math.abs((sigmas[0] ?? NaN) - 0.0291675) < 1e-7);
  });
});
