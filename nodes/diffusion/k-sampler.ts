import { defineNode } from '../../graph-server/engine/define-node.ts';
import { choice, float, int, link, seed as seedInput } from '../../graph-server/engine/sockets.ts';
import { plainPrediction } from '../../method/diffusion/diffusion-model.ts';
import { guided } from '../../method/diffusion/guidance.ts';
import { sampleLatents } from '../../method/diffusion/sample-latents.ts';
import { latentMask } from '../../method/image/latent-mask.ts';
import { SAMPLERS } from '../../method/sampling/index.ts';
import { SCHEDULES } from '../../method/sampling/schedules.ts';
import { CONDITIONING, LATENT, MODEL } from '../sockets.ts';

/** Draws latents that follow a prompt. */
export const KSampler = defineNode({
  type: 'KSampler',
  displayName: 'KSampler',
  category: 'sampling',
  description: 'Draws latents that follow a prompt, beginning at noise or at a noised picture.',
  aliases: ['sample', 'generate', 'denoise'],
  inputs: {
    model: link(MODEL),
    seed: seedInput({ tooltip: 'The noise to begin with: the same seed gives the same picture.' }),
    steps: int({ default: 20, min: 1, max: 10000, tooltip: 'More steps take longer and change less.' }),
    cfg: float({
      default: 8,
      min: 0,
      max: 100,
      step: 0.1,
      round: 0.01,
      tooltip: 'Guidance: how strictly the prompt is followed.',
    }),
    sampler_name: choice(Object.keys(SAMPLERS), { tooltip: 'How noise becomes a picture.' }),
    scheduler: choice(Object.keys(SCHEDULES), { tooltip: 'How the noise levels are spread over the steps.' }),
    positive: link(CONDITIONING, { tooltip: 'What to draw.' }),
    negative: link(CONDITIONING, { tooltip: 'What to avoid.' }),
    latent_image: link(LATENT, {
      tooltip: 'Empty latents, or those of a picture to change; with a mask only what is white changes.',
    }),
    denoise: float({
      default: 1,
      min: 0,
      max: 1,
      step: 0.01,
      tooltip: 'Below 1 some of the given picture stays.',
    }),
  },
  outputs: { LATENT },

  async run({ model, positive, negative, latent_image, cfg, ...settings }, context) {
    const { signal } = context;
    const predict = guided(
      plainPrediction(model, positive.text, signal),
      plainPrediction(model, negative.text, signal),
      cfg,
      model.savings?.guidance,
    );
    const mask = latentMask(latent_image);
    const samples = await sampleLatents(predict, model, latent_image.samples, {
      ...settings,
      samplerName: settings.sampler_name,
      ...(mask ? { mask } : {}),
      onStep: ({ index }, total) => context.progress(index + 1, total),
    });
    return { LATENT: { ...latent_image, samples } };
  },
});
