import type { BundleFolder } from '../../method/diffusion/bundle-folder.ts';
import { guided, type NoisePrediction } from '../../method/diffusion/guidance.ts';
import { int8Model } from '../../method/diffusion/int8-model.ts';
import { presetPlan } from '../../method/diffusion/presets.ts';
import { sampleLatents } from '../../method/diffusion/sample-latents.ts';
import { eliteConfig, openBundle } from '../../method/elite/bundle.ts';
import { encodePrompt } from '../../method/elite/encode-prompt.ts';
import { elitePrediction } from '../../method/elite/prediction.ts';
import type { Sessions } from '../../method/onnx/session.ts';
import { relativeL2, zeros, type Tensor } from '../../method/tensor/tensor.ts';

/** How far int8 is from fp32 at one step of a run. */
export interface LatentError {
  readonly step: number;
  /** ‖ε_int8 − ε‖ / ‖ε‖, both of the latents of the fp32 run. */
  readonly epsilon: number;
  /** ‖x_int8 − x‖ / ‖x‖ of the denoised latents of two whole runs. */
  readonly latents: number;
}

/** Draws a prompt in fp32 and in int8, and asks int8 at each step what it would have said in its place. */
export async function latentErrors(
  folder: BundleFolder,
  sessions: Sessions,
  derived: { readonly folder: string; readonly bits: 7 | 8 },
): Promise<LatentError[]> {
  const { model, globalMapper, clip, vae, imageSize } = await openBundle(folder, sessions);
  const { guidance } = await eliteConfig(folder, 'global_mapper');
  const int8 = await int8Model(model, derived.folder, derived.bits);
  const [prompt, nothing] = [
    await encodePrompt(clip, 'a photo of a dog on the beach'),
    await encodePrompt(clip, ''),
  ];
  const predictions = (of: typeof model): NoisePrediction =>
    guided(elitePrediction(of, globalMapper, prompt), elitePrediction(of, globalMapper, nothing), guidance);
  const [exact, near] = [predictions(model), predictions(int8)];
  const epsilon: number[] = [];
  const both: NoisePrediction = async (x, timestep, step) => {
    const expected = await exact(x, timestep, step);
    epsilon.push(relativeL2(await near(x, timestep, step), expected));
    return expected;
  };
  const side = imageSize / vae.factor;
  const run = async (predict: NoisePrediction): Promise<Tensor[]> => {
    const denoised: Tensor[] = [];
    const { steps, samplerName, scheduler } = presetPlan('balanced', model.levels);
    const onStep = ({ denoised: latents }: { readonly denoised: Tensor }): void => {
      denoised.push(latents);
    };
    const settings = { seed: 0n, steps, samplerName, scheduler, denoise: 1, onStep };
    await sampleLatents(predict, model, zeros([1, vae.config.latentChannels, side, side]), settings);
    return denoised;
  };
  const [expected, found] = [await run(both), await run(near)];
  return expected.map((latents, step) => ({
    step,
    epsilon: epsilon[step] ?? NaN,
    latents: relativeL2(found[step] ?? latents, latents),
  }));
}
