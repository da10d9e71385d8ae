import assert from 'node:assert/strict';
import { noiseLevels, STABLE_DIFFUSION } from '../../../method/diffusion/schedule.ts';
import {
  evenTimesteps,
  exponential,
  karras,
  linearInTime,
  SCHEDULES,
  sigmaAt,
  liesWithin,
  timestepOf,
  timestepSpan,
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

  for (const name of ['karras', 'exponential']) {
    it(`${name} equals diffusers'`, async () => {
      const expected = (await (await openFixture('samplers')).io(name)).data;
      const ours = SCHEDULES[name]?.(levels, 12) ?? [];
      assert.equal(ours.length, expected.length);
      ours.forEach((s, i) =>
        assert.ok(Math.abs(s - (expected[i] ?? NaN)) <= 1e-5 * Math.max(1, s), `σ ${i}`),
      );
    });
  }

  it('exponential is even in ln σ, karras in σ^(1/7)', () => {
    const evenly = (values: readonly number[]): void => {
      const gaps = values.slice(1).map((v, i) => v - (values[i] ?? NaN));
      for (const gap of gaps) assert.ok(Math.abs(gap - (gaps[0] ?? NaN)) < 1e-9);
    };
    evenly(exponential(levels, 9).slice(0, -1).map(Math.log));
    evenly(
      karras(levels, 9)
        .slice(0, -1)
        .map((s) => s ** (1 / 7)),
    );
  });

  it('of one step begin at the largest level', () => {
    for (const schedule of Object.values(SCHEDULES)) assert.equal(schedule(levels, 1).length, 2);
    assert.deepEqual(evenTimesteps(levels, 1), [999]);
  });

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

describe('timestepSpan and liesWithin', () => {
  it('go from noise, the last training step, to the picture, the first', () => {
    assert.deepEqual(timestepSpan(levels, 0, 1), { from: 999, to: 0 });
    const span = timestepSpan(levels, 0.25, 0.5);
    assert.deepEqual(span, { from: 749.25, to: 499.5 });
    assert.deepEqual(
      [750, 749.25, 600, 499.5, 499].map((t) => liesWithin(t, span)),
      [false, true, true, true, false],
    );
  });
});
