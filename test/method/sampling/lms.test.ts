import assert from 'node:assert/strict';
import { noiseLevels, STABLE_DIFFUSION } from '../../../method/diffusion/schedule.ts';
import { lmsCoefficients } from '../../../method/sampling/lms.ts';
import { linearInTime } from '../../../method/sampling/schedules.ts';

const near = (actual: readonly number[], expected: readonly number[]) =>
  expected.forEach((value, i) =>
    assert.ok(Math.abs((actual[i] ?? NaN) - value) <= 1e-5, `${i}: ${actual[i]}, not ${value}`),
  );

describe('lmsCoefficients', () => {
  const sigmas = linearInTime(noiseLevels(STABLE_DIFFUSION), 100);

  it('are the golden values of 100 steps', () => {
    near(lmsCoefficients(sigmas, 0), [-0.8621359]);
    near(lmsCoefficients(sigmas, 1), [-1.1712506, 0.3712094]);
    near(lmsCoefficients(sigmas, 3), [-1.4727578, 1.3921573, -0.7787084, 0.1686684]);
    near(lmsCoefficients(sigmas, 99), [-0.0447907, 0.0441074, -0.0431112, 0.0146269]);
  });

  it('sum to the length of the interval', () => {
    for (const i of [0, 1, 2, 3, 50, 99]) {
      const sum = lmsCoefficients(sigmas, i).reduce((a, b) => a + b, 0);
      assert.ok(Math.abs(sum - ((sigmas[i + 1] ?? 0) - (sigmas[i] ?? 0))) < 1e-9);
    }
  });

  it('integrate every slope that is cubic in σ exactly', () => {
    const integral = (s: number): number => s ** 4 / 4 - s ** 3 + s ** 2 / 2 + 3 * s;
    const slope = (s: number): number => s ** 3 - 3 * s ** 2 + s + 3;
    const at = (i: number): number => sigmas[i] ?? NaN;
    for (const i of [3, 20, 50, 99]) {
      const step = lmsCoefficients(sigmas, i).reduce((sum, c, k) => sum + c * slope(at(i - k)), 0);
      const exact = integral(at(i + 1)) - integral(at(i));
      assert.ok(Math.abs(step - exact) < 1e-9 * Math.max(1, Math.abs(exact)), `step ${i}`);
    }
  });
});
