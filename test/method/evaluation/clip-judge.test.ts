import assert from 'node:assert/strict';
import { parseClipTextConfig, parseClipVisionConfig } from '../../../method/clip/config.ts';
import { ClipTextEncoder } from '../../../method/clip/text-encoder.ts';
import { ClipTokenizer } from '../../../method/clip/tokenizer.ts';
import { ClipVisionEncoder } from '../../../method/clip/vision-encoder.ts';
import { clipJudge, eachPicture } from '../../../method/evaluation/clip-judge.ts';
import { clipAsPillow } from '../../../method/evaluation/judge-pixels.ts';
import type { Judge } from '../../../method/evaluation/judge.ts';
import { Runtime } from '../../../method/runtime/runtime.ts';
import { gaussianNoise } from '../../../method/tensor/noise.ts';
import { concatenate, mapped, slice, type Tensor } from '../../../method/tensor/tensor.ts';
import { openFixture } from '../../support/fixtures.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { writeTinyBundle } from '../../support/tiny-bundle.ts';

const picture = (seed: number): Tensor =>
  mapped(gaussianNoise(seed, [1, 28, 28, 3]), (v) => Math.min(1, Math.max(0, 0.5 + v / 4)));

describe('clipJudge', () => {
  const runtime = new Runtime({ threads: 1 });
  const folder = temporaryFolder();
  let judge: Judge;

  before(async () => {
    const bundle = await writeTinyBundle(folder);
    const { weights, config } = await openFixture('pipeline');
    const { vision, text } = config as Record<'vision' | 'text', unknown>;
    const tokenizer = await ClipTokenizer.open(`${bundle}/tokenizer`);
    judge = clipJudge({
      id: 'tiny-clip',
      vision: new ClipVisionEncoder({
        key: 'v',
        config: parseClipVisionConfig(vision, 'v'),
        weights: weights.at('vision'),
        layers: [],
        sessions: runtime,
      }),
      text: new ClipTextEncoder({
        key: 't',
        config: parseClipTextConfig(text, 't'),
        weights: weights.at('text'),
        tokenizer,
        sessions: runtime,
      }),
      pixels: clipAsPillow,
    });
  });
  after(() => runtime.dispose());

  it('gives unit features of pictures, each as it would be alone', async () => {
    const both = await judge.pictures(concatenate([picture(1), picture(2)], 0));
    assert.deepEqual(both.dims, [2, 24]);
    const length = [...slice(both, 0, 0, 1).data].reduce((sum, v) => sum + v * v, 0);
    assert.ok(Math.abs(length - 1) < 1e-5);
    assert.deepEqual(slice(both, 0, 1, 2).data, (await judge.pictures(picture(2))).data);
  });

  it('pools the first end token, so that texts differ by what stands before it', async () => {
    const texts = await judge.texts?.(['a b', 'a b', 'a c']);
    assert.ok(texts);
    const [first, second, third] = [0, 1, 2].map((b) => [...slice(texts, 0, b, b + 1).data]);
    assert.deepEqual(first, second);
    assert.notDeepEqual(first, third);
  });
});

describe('eachPicture', () => {
  it('shows one picture at a time', async () => {
    const seen: number[] = [];
    const rows = await eachPicture(concatenate([picture(1), picture(2)], 0), (one) => {
      seen.push(one.dims[0] ?? 0);
      return Promise.resolve({ dims: [1, 2], data: Float32Array.of(0, 2) });
    });
    assert.deepEqual(
      [seen, [...rows.data]],
      [
        [1, 1],
        [0, 1, 0, 1],
      ],
    );
  });
});
