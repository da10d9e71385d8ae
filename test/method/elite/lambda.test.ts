import assert from 'node:assert/strict';
import fc from 'fast-check';
import { lambdaSchedule } from '../../../method/elite/lambda.ts';

const dims = { steps: 5, layers: 3 };
const all = (text: string, steps = 5): (readonly number[])[] => {
  const schedule = lambdaSchedule(text, { steps, layers: 3 });
  return Array.from({ length: steps }, (_, step) => schedule(step).map((v) => Number(v.toFixed(9))));
};
const firsts = (text: string, steps?: number): (number | undefined)[] =>
  all(text, steps).map(([first]) => first);

describe('lambdaSchedule', () => {
  it('is one number in every step and layer', () => {
    assert.deepEqual(all('0.6'), Array(5).fill([0.6, 0.6, 0.6]));
    assert.deepEqual(lambdaSchedule('0.6', dims)(3), [0.6, 0.6, 0.6]);
    assert.deepEqual(firsts(' 1.5 '), Array(5).fill(1.5));
  });

  it('is a ramp over the steps, through any number of points', () => {
    assert.deepEqual(firsts('0.4, 0.8'), [0.4, 0.5, 0.6, 0.7, 0.8]);
    assert.deepEqual(firsts('0,1,0'), [0, 0.5, 1, 0.5, 0]);
    assert.deepEqual(firsts('0.4, 0.8', 1), [0.4]);
    assert.deepEqual(firsts('0, 0.2, 0.4', 2), [0, 0.4]);
  });

  it('is one number for each layer', () => {
    assert.deepEqual(all('layers: 1, 0.5, 0'), Array(5).fill([1, 0.5, 0]));
  });

  it('is a ramp times one number for each layer', () => {
    assert.deepEqual(all('0.4, 0.8; layers: 1, 0.5, 0', 3), [
      [0.4, 0.2, 0],
      [0.6, 0.3, 0],
      [0.8, 0.4, 0],
    ]);
  });

  it('stays between the smallest and the largest point', () => {
    const point = fc.double({ min: 0, max: 1.5, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(point, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 30 }),
        (points, steps) => {
          const schedule = lambdaSchedule(points.join(','), { steps, layers: 2 });
          for (let step = 0; step < steps; step += 1) {
            const [value = NaN] = schedule(step);
            assert.ok(value >= Math.min(...points) - 1e-12 && value <= Math.max(...points) + 1e-12);
          }
          assert.ok(Math.abs((schedule(0)[0] ?? NaN) - (points[0] ?? NaN)) < 1e-12);
        },
      ),
    );
  });

  it('says what is wrong', () => {
    const says = (text: string, sentence: RegExp): void =>
      assert.throws(() => lambdaSchedule(text, dims), { message: sentence });
    says('', /^lambda: expected numbers with commas between, such as 0\.6 or 0\.4, 0\.8, got ""$/);
    says('strong', /^lambda: expected numbers with commas between/);
    says('0.4,', /^lambda: expected numbers with commas between/);
    says('-0.1', /^lambda: expected numbers from 0 to 1\.5, got -0\.1 in "-0\.1"$/);
    says('0,6', /^lambda: expected numbers from 0 to 1\.5, got 6 in "0,6"$/);
    says('layers: 1, 1', /^lambda: expected 3 numbers behind layers:, one for each, got 2$/);
    says(
      'layers 1, 1, 1',
      /^lambda: expected layers: and numbers behind the semicolon, got "layers 1, 1, 1"$/,
    );
    says('0.5; 0.6', /^lambda: expected layers: and numbers behind the semicolon/);
    says('1; 2; 3', /^lambda: expected numbers, and after a semicolon layers, got "1; 2; 3"$/);
  });
});
