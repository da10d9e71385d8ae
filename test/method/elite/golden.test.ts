import assert from 'node:assert/strict';
import { join } from 'node:path';
import { openCheckpoint } from '../../../method/checkpoint/open-checkpoint.ts';
import { readTensor } from '../../../method/checkpoint/read-tensor.ts';
import { BundleFolder } from '../../../method/diffusion/bundle-folder.ts';
import { guided } from '../../../method/diffusion/guidance.ts';
import { sampleLatents } from '../../../method/diffusion/sample-latents.ts';
import { openBundle, type Bundle } from '../../../method/elite/bundle.ts';
import { encodePrompt, type EncodedPrompt } from '../../../method/elite/encode-prompt.ts';
import { elitePrediction } from '../../../method/elite/prediction.ts';
import { Runtime } from '../../../method/runtime/runtime.ts';
import { relativeL2, scale, slice, zeros, type Tensor } from '../../../method/tensor/tensor.ts';

const FOLDER = join(import.meta.dirname, '../../../models/elite-nano');
const PROMPT = 'a photo of a S*';

/** Single networks: fp32 on both sides, sums in another order. */
const NETWORK = 1e-4;
/** Steps of guided sampling carry those differences on. */
const TRAJECTORY = 1e-3;

describe('the bundle that ships, beside what PyTorch made of it', () => {
  const runtime = new Runtime();
  let bundle: Bundle;
  let golden: (key: string) => Promise<Tensor>;
  let words: Tensor;
  let patches: Tensor;
  let prompt: EncodedPrompt;
  let blank: EncodedPrompt;

  before(async () => {
    const file = await openCheckpoint(join(FOLDER, 'golden.safetensors'));
    golden = async (key) => {
      const location = file.get(key);
      if (location === undefined) throw new Error(`golden.safetensors: expected ${key}, got none`);
      return readTensor(location);
    };
    bundle = await openBundle(await BundleFolder.open(FOLDER), runtime);
    words = await bundle.globalMapper.words(await bundle.clipVision.features(await golden('pixels')));
    const objects = await bundle.clipVision.features(await golden('object_pixels'));
    patches = await bundle.localMapper.patches(objects, await golden('mask'));
    prompt = await encodePrompt(bundle.clip, PROMPT, slice(words, 1, 0, 1));
    blank = await encodePrompt(bundle.clip, '');
  });
  after(() => runtime.dispose());

  it('reads the prompt as the same tokens', async () => {
    assert.deepEqual(bundle.clip.tokenizer.tokenize(PROMPT).ids, [...(await golden('ids')).data]);
    assert.deepEqual(prompt.positions, [...(await golden('idx')).data]);
  });

  it('encodes the sample photograph and the prompt to the same numbers', async () => {
    assert.ok(relativeL2(words, await golden('v')) < NETWORK);
    assert.ok(relativeL2(patches, await golden('e')) < NETWORK);
    assert.ok(relativeL2(prompt.text, await golden('C')) < NETWORK);
    assert.ok(relativeL2(blank.text, await golden('C_u')) < NETWORK);
  });

  for (const steps of [25, 100]) {
    it(`draws the same picture in ${steps} steps`, async () => {
      const { model, globalMapper, localMapper, vae } = bundle;
      const lambda = (): number[] => Array<number>(7).fill(0.8);
      const reference = { mapper: localMapper, patches, lambda };
      const predict = guided(
        elitePrediction(model, globalMapper, prompt, { reference }),
        elitePrediction(model, globalMapper, blank),
        5,
      );
      const expected = await golden(`latents_${steps}_${steps}`);
      const settings = { seed: 42n, steps, samplerName: 'lms', scheduler: 'normal', denoise: 1 };
      const latent = await sampleLatents(predict, model, zeros(expected.dims), settings);
      assert.ok(relativeL2(scale(model.latentScale, latent), expected) < TRAJECTORY);
      const picture = await golden(steps === 100 ? 'image' : `image_${steps}`);
      assert.ok(relativeL2(await vae.decode(latent), picture) < TRAJECTORY);
    });
  }
});
