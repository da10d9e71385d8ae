import assert from 'node:assert/strict';
import { noiseLevels, STABLE_DIFFUSION } from '../../../method/diffusion/schedule.ts';
import {
  evenTimesteps,
  linearInTime,
  SCHEDULES,
  sigmaAt,
  timestepOf,
} from '../../../method/sampling/schedules.ts';
import { openFixture } from '../../support/fixtures.ts';

const levels = noiseLevels(STABLE_DIFFUSION);

describe('schedules', () => {
  for (const steps of [20, 25, 100]) {
    it(`linearInTime equals diffusers' LMS scheduler for ${steps} steps`, async () => {
      const numbers = await openFixture('numbers');
      const [sigmas, timesteps] = [
        await numbers.io(`sigmas_${steps}`),
        await numbers.io(`timesteps_${steps}`),
      ];
      const ours = linearInTime(levels, steps);
      assert.equal(ours.length, steps + 1);
      ours.forEach((s, i) =>
        assert.ok(Math.abs(s - (sigmas.data[i] ?? NaN)) <= 1e-5 * Math.max(1, s), `σ ${i}`),
      );
      evenTimesteps(levels, steps).forEach((t, i) =>
        assert.ok(Math.abs(t - (timesteps.data[i] ?? NaN)) <= 1e-4, `τ ${i}`),
      );
    });
  }

  it('fall from the largest level to zero', () => {
    for (const schedule of Object.values(SCHEDULES)) {
      const sigmas = schedule(levels, 12);
      assert.ok(Math.abs((sigmas[0] ?? 0) - 14.614647) < 1e-4);
      assert.equal(sigmas.at(-1), 0);
      sigmas.slice(1).forEach((s, i) => assert.ok(s < (sigmas[i] ?? 0)));
    }
  });

  it('find the timestep of a level again', () => {
    for (const t of [0.5, 10.0909, 500, 998.2])
      assert.ok(Math.abs(timestepOf(levels, sigmaAt(levels, t)) - t) < 1e-6);
    assert.equal(timestepOf(levels, 1e-9), 0);
    assert.equal(timestepOf(levels, 99), 999);
  });
});
