import { defineNode } from '../../graph-server/engine/define-node.ts';
import { choice, flag, float, int, link, optional, seed, text } from '../../graph-server/engine/sockets.ts';
import { guided } from '../../method/diffusion/guidance.ts';
import { PRESETS } from '../../method/diffusion/presets.ts';
import { sampleLatents } from '../../method/diffusion/sample-latents.ts';
import { elitePrediction } from '../../method/elite/prediction.ts';
import { latentMask } from '../../method/image/latent-mask.ts';
import { SAMPLERS } from '../../method/sampling/index.ts';
import { SCHEDULES } from '../../method/sampling/schedules.ts';
import { CONDITIONING, GLOBAL_MAPPER, LATENT, LOCAL_MAPPER, MODEL, PATCHES, VAE } from '../sockets.ts';
import { watchedPrompt } from './attention-output.ts';
import { localReference } from './local-reference.ts';
import { planned } from './planned.ts';
import { previewsOf } from './previews.ts';

/** Draws the subject with Stable Diffusion and ELITE's cross attention (Wei et al. 2023, Eqn. 6). */
export const EliteUNetSampler = defineNode({
  type: 'EliteUNetSampler',
  displayName: 'ELITE Sampler',
  category: 'elite',
  description:
    'Draws the prompt with Stable Diffusion; the mappers bring in what S* is, and λ how closely its details are kept.',
  aliases: ['sam', 'ksampler', 'lambda', 'generate'],
  inputs: {
    model: link(MODEL),
    global_mapper: link(GLOBAL_MAPPER),
    positive: link(CONDITIONING),
    negative: link(CONDITIONING, { tooltip: 'The unconditional prompt: an empty text without words.' }),
    latent_image: link(LATENT, {
      tooltip:
        'An empty latent; an encoded picture with denoise below 1; or one with a mask of where to draw.',
    }),
    seed: seed({ tooltip: 'The noise to begin with: the same seed gives the same picture.' }),
    steps: int({ default: 25, min: 1, max: 1000, tooltip: '25 to try things, 100 as published.' }),
    cfg: float({
      default: 5,
      min: 0,
      max: 100,
      step: 0.1,
      tooltip: 'Guidance: how strictly the prompt is followed.',
    }),
    sampler_name: choice(Object.keys(SAMPLERS), { default: 'lms' }),
    scheduler: choice(Object.keys(SCHEDULES), { default: 'normal' }),
    lambda: float({
      default: 0.8,
      min: 0,
      max: 1.5,
      step: 0.05,
      display: 'slider',
      eliteField: 'lambda',
      tooltip:
        'How closely the details of the photograph are kept: 0 words only, 0.6 to edit, 0.8 to show it.',
    }),
    denoise: float({
      default: 1,
      min: 0,
      max: 1,
      step: 0.01,
      tooltip: 'Below 1 some of the given picture stays.',
    }),
    local_mapper: optional(link(LOCAL_MAPPER)),
    patches: optional(
      link(PATCHES, { tooltip: 'The details of the subject; without them λ has no effect.' }),
    ),
    lambda_schedule: optional(
      text({
        advanced: true,
        placeholder: '0.4, 0.8; layers: 1, 1, 0.5, …',
        tooltip: 'λ over the steps and for each layer, in place of lambda; empty: lambda everywhere.',
      }),
    ),
    vae: optional(link(VAE, { tooltip: 'Shows pictures of the unfinished work.' })),
    attention: optional(
      flag({
        default: false,
        advanced: true,
        tooltip: 'Keeps where each word acts, for the heat map of a result.',
      }),
    ),
    preset: optional(
      choice(['custom', ...PRESETS], {
        default: 'custom',
        tooltip:
          'paper: 100 LMS steps, as published; balanced: 25; fast: fewer and cheaper steps; fastest: cheaper still, no longer the same pictures. In place of steps, sampler and scheduler; custom: those.',
      }),
    ),
  },
  outputs: { LATENT },

  async run(inputs, context) {
    const { model, steps, samplerName, scheduler } = planned(inputs);
    const { global_mapper, positive, negative, latent_image, cfg, vae } = inputs;
    const { signal } = context;
    const mask = latentMask(latent_image);
    const previews = previewsOf(vae, model.latentScale, context);
    const reference = localReference({ ...inputs, steps });
    const watched = inputs.attention === true ? watchedPrompt(positive, latent_image.samples) : undefined;
    const conditional = elitePrediction(model, global_mapper, positive, {
      ...reference,
      ...(watched ? { watch: watched.watch } : {}),
      signal,
    });
    const unconditional = elitePrediction(model, global_mapper, negative, { signal });
    const samples = await sampleLatents(
      guided(conditional, unconditional, cfg, model.savings?.guidance),
      model,
      latent_image.samples,
      {
        seed: inputs.seed,
        steps,
        samplerName,
        scheduler,
        denoise: inputs.denoise,
        ...(mask ? { mask } : {}),
        onStep: ({ index, denoised }, total) => {
          context.progress(index + 1, total);
          previews.show(denoised, (index + 1) / total);
        },
      },
    );
    await previews.shown();
    return { LATENT: { ...latent_image, samples }, ...(watched ? { ui: await watched.shown(context) } : {}) };
  },
});
