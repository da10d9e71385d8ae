import assert from 'node:assert/strict';
import { epsilonDenoiser, guided, type NoisePrediction } from '../../../method/diffusion/guidance.ts';
import { noiseLevels, STABLE_DIFFUSION } from '../../../method/diffusion/schedule.ts';
import { filled, tensor } from '../../../method/tensor/tensor.ts';

const levels = noiseLevels(STABLE_DIFFUSION);

describe('epsilonDenoiser', () => {
  it('shows the network x/√(σ²+1) at the timestep of σ, and takes σ·ε off', async () => {
    const sigma = levels.sigmas[500] ?? NaN;
    const asked: number[] = [];
    const denoise = epsilonDenoiser(levels, (x, timestep, step) => {
      asked.push(x.data[0] ?? NaN, timestep, step);
      return Promise.resolve(filled([1], 0.5));
    });
    const { data } = await denoise(tensor([3], [1]), sigma, 7);
    assert.ok(Math.abs((asked[0] ?? NaN) - 3 / Math.sqrt(sigma ** 2 + 1)) < 1e-6);
    assert.deepEqual(asked.slice(1), [500, 7]);
    assert.ok(Math.abs((data[0] ?? NaN) - (3 - 0.5 * sigma)) < 1e-5);
  });

  it('finds the picture again when the network knows the noise', async () => {
    const [picture, noise] = [0.25, -1.5];
    const denoise = epsilonDenoiser(levels, () => Promise.resolve(filled([1], noise)));
    for (const sigma of [0.1, 2, 14])
      assert.ok(
        Math.abs(((await denoise(filled([1], picture + sigma * noise), sigma, 0)).data[0] ?? NaN) - picture) <
          1e-5,
      );
  });
});

describe('guided', () => {
  const x = filled([1], 0);
  const says =
    (value: number): NoisePrediction =>
    () =>
      Promise.resolve(filled([1], value));
  const at = async (guidance: number): Promise<number | undefined> =>
    (await guided(says(3), says(1), guidance)(x, 0, 0)).data[0];

  it('goes from the unconditional prediction towards and beyond the conditional one', async () => {
    assert.deepEqual([await at(0), await at(1), await at(5)], [1, 3, 11]);
  });

  it('does not ask the unconditional branch when guidance is 1', async () => {
    const fails: NoisePrediction = () => Promise.reject(new Error('asked'));
    assert.equal((await guided(says(3), fails, 1)(x, 0, 0)).data[0], 3);
    await assert.rejects(guided(says(3), fails, 2)(x, 0, 0), /asked/);
  });

  it('asks the unconditional branch only within its timesteps, ends included', async () => {
    let asked = 0;
    const unconditional: NoisePrediction = () => {
      asked += 1;
      return Promise.resolve(filled([1], 1));
    };
    const predict = guided(says(3), unconditional, 5, { from: 800, to: 200 });
    const at = async (timestep: number) => (await predict(x, timestep, 0)).data[0];
    assert.deepEqual([await at(801), await at(800), await at(200), await at(199)], [3, 11, 11, 3]);
    assert.equal(asked, 2);
  });
});
