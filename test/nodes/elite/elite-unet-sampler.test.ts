import assert from 'node:assert/strict';
import { attentionFacts, attentionMap } from '../../../method/elite/attention-file.ts';
import { gaussianNoise } from '../../../method/tensor/noise.ts';
import { filled, mapped, relativeL2, zeros, type Tensor } from '../../../method/tensor/tensor.ts';
import { EliteUNetSampler } from '../../../nodes/elite/elite-unet-sampler.ts';
import type { Latent } from '../../../nodes/sockets.ts';
import { nodeContext } from '../../support/node-context.ts';
import { runNode } from '../../support/run-node.ts';
import { openedBundle } from '../../support/opened-bundle.ts';

describe('EliteUNetSampler', () => {
  const bundle = openedBundle();
  const inputs = () => ({
    model: bundle().model,
    global_mapper: bundle().globalMapper,
    local_mapper: bundle().localMapper,
    positive: { text: gaussianNoise(1, [1, 12, 24]), positions: [2] },
    negative: { text: gaussianNoise(2, [1, 12, 24]), positions: [] },
    patches: { patches: gaussianNoise(3, [1, 16, 24]), mask: filled([1, 16, 1], 1) },
    latent_image: { samples: zeros([1, 4, 8, 8]) },
    seed: 42n,
    steps: 4,
    cfg: 5,
    sampler_name: 'lms',
    scheduler: 'normal',
    lambda: 0.8,
    denoise: 1,
  });
  const draw = async (other: Record<string, unknown> = {}, context = nodeContext()): Promise<Tensor> =>
    ((await runNode(EliteUNetSampler, { ...inputs(), ...other }, context))['LATENT'] as Latent).samples;

  it('draws the same latents from the same seed, and others from another', async () => {
    const once = await draw();
    assert.deepEqual((await draw()).data, once.data);
    assert.ok(relativeL2(await draw({ seed: 43n }), once) > 0.1);
  });

  it('draws the same whether it shows its unfinished work or not', async () => {
    const context = nodeContext();
    const shown = await draw({ vae: bundle().vae }, context);
    assert.deepEqual(shown.data, (await draw()).data);
    assert.ok(context.previews.length > 0);
    assert.equal(Buffer.from(context.previews[0] ?? []).toString('hex', 0, 3), 'ffd8ff');
  });

  it('is told apart by λ, and is the global-only model with λ 0', async () => {
    const [none, some] = [await draw({ lambda: 0 }), await draw()];
    assert.ok(relativeL2(some, none) > 1e-4);
    assert.deepEqual((await draw({ patches: undefined, local_mapper: undefined })).data, none.data);
    assert.deepEqual((await draw({ lambda_schedule: '0.8, 0.8' })).data, some.data);
  });

  it('needs no unconditional evaluation with guidance 1', async () => {
    const other = { text: gaussianNoise(9, [1, 12, 24]), positions: [] };
    assert.deepEqual((await draw({ cfg: 1, negative: other })).data, (await draw({ cfg: 1 })).data);
    assert.notDeepEqual((await draw({ negative: other })).data, (await draw()).data);
  });

  it('keeps a picture with denoise 0, and some of it below 1', async () => {
    const latent_image = { samples: gaussianNoise(7, [1, 4, 8, 8]) };
    assert.equal(await draw({ latent_image, denoise: 0 }), latent_image.samples);
    const [some, all] = [await draw({ latent_image, denoise: 0.2 }), await draw({ latent_image })];
    assert.ok(relativeL2(some, latent_image.samples) < relativeL2(all, latent_image.samples));
  });

  it('draws the subject where the mask of the latents is white, and keeps the picture elsewhere', async () => {
    const samples = gaussianNoise(7, [1, 4, 8, 8]);
    const noise_mask = mapped(zeros([1, 16, 16]), (_, i) => (i < 128 ? 1 : 0)); // the upper half
    const given = await runNode(EliteUNetSampler, { ...inputs(), latent_image: { samples, noise_mask } });
    const drawn = given['LATENT'] as Latent;
    drawn.samples.data.forEach((v, i) => assert.equal(v === samples.data[i], i % 64 >= 32));
    assert.equal(drawn.noise_mask, noise_mask);
    const [none, some] = [
      await draw({ latent_image: drawn, lambda: 0 }),
      await draw({ latent_image: drawn }),
    ];
    assert.ok(relativeL2(some, none) > 1e-4);
  });

  it('tells each step, and stops between two when it is told to', async () => {
    const context = nodeContext();
    await draw({}, context);
    assert.deepEqual(context.told, [
      [1, 4],
      [2, 4],
      [3, 4],
      [4, 4],
    ]);
    const abort = new AbortController();
    const stopped = nodeContext(undefined, { signal: abort.signal });
    const progress = (value: number, max: number): void => {
      stopped.told.push([value, max]);
      if (value === 2) abort.abort();
    };
    await assert.rejects(draw({}, { ...stopped, progress }), { name: 'AbortError' });
    assert.equal(stopped.told.length, 2);
  });

  it('keeps where words act when it is asked to, and draws the same', async () => {
    const context = nodeContext();
    const given = await runNode(EliteUNetSampler, { ...inputs(), attention: true }, context);
    assert.ok(relativeL2((given['LATENT'] as Latent).samples, await draw()) < 1e-5); // another graph, the same sums
    assert.deepEqual(given['ui'], {
      attention: [{ filename: 'attention/acted_1.png', subfolder: '', type: 'temp' }],
    });
    const [{ bytes, extension } = { bytes: new Uint8Array(), extension: '' }] = context.saved;
    const { steps, sizes, columns } = attentionFacts(bytes);
    assert.deepEqual([extension, steps, sizes, columns.length], ['bin', 4, [8], 11]);
    assert.deepEqual(attentionMap(bytes, {}), attentionMap(bytes, { token: 2 })); // the subject's word is that token
    const plain = await runNode(EliteUNetSampler, { ...inputs(), attention: false });
    assert.equal(plain['ui'], undefined);
  });

  it('follows a preset in place of steps, sampler and scheduler, and nothing changes without one', async () => {
    const context = nodeContext();
    const balanced = await draw({ preset: 'balanced', steps: 3, sampler_name: 'euler' }, context);
    assert.equal(context.told.length, 25);
    assert.deepEqual(balanced.data, (await draw({ steps: 25 })).data);
    assert.deepEqual((await draw({ preset: 'custom' })).data, (await draw()).data);
    const fast = nodeContext();
    const drawn = await draw({ preset: 'fast', lambda_schedule: '0.4, 0.8' }, fast);
    assert.ok(fast.told.length <= 25 && drawn.data.every((value) => Number.isFinite(value)));
  });
});
