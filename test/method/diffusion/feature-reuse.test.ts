import assert from 'node:assert/strict';
import { reusingFeatures, type FormPrediction } from '../../../method/diffusion/feature-reuse.ts';
import { filled, zeros } from '../../../method/tensor/tensor.ts';

const everywhere = { from: 999, to: 0 };

/** Notes each form and step, and with which step's feature. */
function noted(): { readonly said: string[]; readonly predict: FormPrediction } {
  const said: string[] = [];
  return {
    said,
    predict: (form, { x, step, deep }) => {
      said.push(`${form} ${step}${deep ? ` on ${deep.data[0]}` : ''}`);
      return Promise.resolve({
        epsilon: filled([1], step),
        ...(form === 'telling' ? { deep: filled([x.dims[0] ?? 1, 1], step) } : {}),
      });
    },
  };
}

describe('reusingFeatures', () => {
  const x = zeros([1]);

  it('runs the outer blocks between every N-th step on the last whole one', async () => {
    const { said, predict } = noted();
    const run = reusingFeatures(predict, { interval: 3, depth: 1, ...everywhere });
    for (const step of [0, 1, 2, 3, 4]) assert.deepEqual(await run(x, 500 - step, step), filled([1], step));
    assert.deepEqual(said, ['telling 0', 'outer 1 on 0', 'outer 2 on 0', 'telling 3', 'outer 4 on 3']);
  });

  it('is the whole network in every step without reuse, and with interval 1', async () => {
    for (const reuse of [undefined, { interval: 1, depth: 1, ...everywhere }]) {
      const { said, predict } = noted();
      const run = reusingFeatures(predict, reuse);
      await run(x, 10, 0);
      await run(x, 9, 1);
      assert.deepEqual(said, ['whole 0', 'whole 1']);
    }
  });

  it('keeps no feature from outside its timesteps', async () => {
    const { said, predict } = noted();
    const run = reusingFeatures(predict, { interval: 2, depth: 1, from: 600, to: 300 });
    for (const [step, timestep] of [900, 600, 450, 299, 200].entries()) await run(x, timestep, step);
    assert.deepEqual(said, ['telling 0', 'telling 1', 'outer 2 on 1', 'telling 3', 'telling 4']);
  });

  it('runs whole when it comes back after a rest, and in a step that is asked twice', async () => {
    const { said, predict } = noted();
    const run = reusingFeatures(predict, { interval: 3, depth: 1, ...everywhere });
    for (const step of [0, 0, 1, 7, 8, 2]) await run(x, 500, step);
    assert.deepEqual(said, [
      'telling 0',
      'telling 0',
      'outer 1 on 0',
      'telling 7',
      'outer 8 on 7',
      'telling 2',
    ]);
  });

  it('does not take the feature of another batch', async () => {
    const { said, predict } = noted();
    const run = reusingFeatures(predict, { interval: 9, depth: 1, ...everywhere });
    await run(x, 500, 0);
    await run(zeros([2]), 499, 1);
    assert.deepEqual(said, ['telling 0', 'telling 1']);
  });

  it('refuses a network that does not tell its feature', async () => {
    const run = reusingFeatures(() => Promise.resolve({ epsilon: x }), {
      interval: 2,
      depth: 1,
      ...everywhere,
    });
    await assert.rejects(run(x, 1, 0), { message: 'unet: expected its deep feature beside ε, got none' });
  });
});
