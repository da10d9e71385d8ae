import { guided, type NoisePrediction } from '../../method/diffusion/guidance.ts';
import { plainPrediction } from '../../method/diffusion/diffusion-model.ts';
import { sampleLatents } from '../../method/diffusion/sample-latents.ts';
import type { Bundle } from '../../method/elite/bundle.ts';
import { encodePrompt, type EncodedPrompt } from '../../method/elite/encode-prompt.ts';
import { elitePrediction, layerCount } from '../../method/elite/prediction.ts';
import { scale, slice, zeros, type Tensor } from '../../method/tensor/tensor.ts';
import type { Options } from './side.ts';

type Tensors = Readonly<Record<string, Tensor>>;
type Network = (bundle: Bundle, inputs: Tensors, options: Options) => Promise<Tensors>;

/** Every second step takes the deep feature of the one before it, as the fast preset has it. */
const REUSE = { reuse: { interval: 2, depth: 2, from: 999, to: 0 } };

/** What can be run on a bundle, by the names that the PyTorch side has too. */
export const PRODUCT_NETWORKS: Readonly<Record<string, Network>> = {
  unet,
  'vae decoder': async ({ vae }, inputs) => ({ pixels: await vae.decode(of(inputs, 'latent')) }),
  'vae encoder': async ({ vae }, inputs) => ({ mean: await vae.encode(of(inputs, 'pixels')) }),
  'text encoder': async ({ clip }, inputs) => ({
    hidden: await clip.hidden(await clip.rows([...of(inputs, 'ids').data])),
  }),
  'vision tower': async ({ clipVision }, inputs) => numbered(await clipVision.features(of(inputs, 'pixels'))),
  'global mapper': async ({ globalMapper }, inputs) => ({
    words: await globalMapper.words(featuresOf(inputs)),
  }),
  'local mapper': async ({ localMapper }, inputs) => ({
    patches: await localMapper.patches(featuresOf(inputs), of(inputs, 'mask')),
  }),
  concept,
  pipeline,
};

/** ε of plain Stable Diffusion, with the mapper's words, or with words and patches. */
async function unet(bundle: Bundle, inputs: Tensors, options: Options): Promise<Tensors> {
  const { globalMapper } = bundle;
  const [steps, keyStride] = [Number(options['steps'] ?? 1), Number(options['keyStride'] ?? 1)];
  const model = { ...bundle.model, savings: { ...(steps > 1 ? REUSE : {}), keyStride } };
  const [sample, timestep = 0] = [of(inputs, 'sample'), ...of(inputs, 'timestep').data];
  const text = of(inputs, 'text');
  if (options['mode'] === 'plain')
    return { epsilon: await plainPrediction(model, text)(sample, timestep, 0) };
  const isElite = options['mode'] === 'elite';
  const positions = isElite ? [...of(inputs, 'word').data].flatMap((on, i) => (on === 1 ? [i] : [])) : [];
  const local = isElite ? referenceOf(bundle, of(inputs, 'patches'), options) : {};
  const predict = withinPicture(bundle, inputs, options, () =>
    elitePrediction(model, globalMapper, { text, positions }, local),
  );
  let epsilon = sample;
  for (let step = 0; step < steps; step += 1) epsilon = await predict(sample, timestep, step);
  return { epsilon };
}

/** A picture that was begun: its prediction, and what that was made for. */
interface Begun {
  readonly options: string;
  readonly inputs: Tensors;
  readonly predict: NoisePrediction;
}

const pictures = new WeakMap<Bundle, Begun[]>();

/** With `withinPicture` a run goes on with the picture that was begun with the same text, word, patches and options. */
function withinPicture(
  bundle: Bundle,
  inputs: Tensors,
  options: Options,
  begin: () => NoisePrediction,
): NoisePrediction {
  if (options['withinPicture'] !== true) return begin();
  const begun = pictures.get(bundle) ?? [];
  pictures.set(bundle, begun);
  const made = JSON.stringify(options);
  const known = begun.find(
    (one) =>
      one.options === made &&
      ['text', 'word', 'patches'].every((name) => isSame(one.inputs[name], inputs[name])),
  );
  if (known) return known.predict;
  const predict = begin();
  begun.push({ options: made, inputs, predict });
  return predict;
}

/** Whether two tensors that arrived hold the same numbers. */
const isSame = (one?: Tensor, other?: Tensor): boolean =>
  one && other ? bytesOf(one).equals(bytesOf(other)) : one === other;

const bytesOf = ({ data }: Tensor): Buffer => Buffer.from(data.buffer, data.byteOffset, data.byteLength);

async function concept({ clipVision, globalMapper, localMapper }: Bundle, inputs: Tensors): Promise<Tensors> {
  const [photo, object] = await clipVision.featuresOfBoth(of(inputs, 'pixels'), of(inputs, 'objects'));
  const words = await globalMapper.words(photo);
  return { words, patches: await localMapper.patches(object, of(inputs, 'mask')) };
}

/** From pictures and a prompt to latents, and to pixels where `decode` is set. */
async function pipeline(bundle: Bundle, inputs: Tensors, options: Options): Promise<Tensors> {
  const { model, globalMapper, clip, vae } = bundle;
  const encoded = await concept(bundle, inputs);
  const words = slice(of(encoded, 'words'), 1, 0, 1);
  const prompt: EncodedPrompt = await encodePrompt(clip, String(options['prompt']), words);
  const blank = await encodePrompt(clip, '');
  const reference = referenceOf(bundle, of(encoded, 'patches'), options);
  const predict = guided(
    elitePrediction(model, globalMapper, prompt, reference),
    elitePrediction(model, globalMapper, blank),
    Number(options['guidance']),
  );
  const latents = await sampleLatents(predict, model, zeros(of(inputs, 'noise').dims), {
    seed: BigInt(options['seed'] as number),
    steps: Number(options['steps']),
    samplerName: 'lms',
    scheduler: 'normal',
    denoise: 1,
  });
  const drawn = options['decode'] === true ? { pixels: await vae.decode(latents) } : {};
  return { ...encoded, text: prompt.text, latents: scale(model.latentScale, latents), ...drawn };
}

function referenceOf(
  { model, localMapper }: Bundle,
  patches: Tensor,
  options: Options,
): Parameters<typeof elitePrediction>[3] {
  const lambda = Array<number>(layerCount(model)).fill(Number(options['lambda']));
  return { reference: { mapper: localMapper, patches, lambda: () => lambda } };
}

function of(tensors: Tensors, name: string): Tensor {
  const found = tensors[name];
  if (found === undefined) throw new Error(`${name}: expected a tensor, got none`);
  return found;
}

const featuresOf = (inputs: Tensors): Tensor[] => [0, 1, 2, 3, 4].map((i) => of(inputs, `features_${i}`));

const numbered = (features: readonly Tensor[]): Tensors =>
  Object.fromEntries(features.map((f, i) => [`features_${i}`, f]));
