import assert from 'node:assert/strict';
import type { Judge } from '../../../method/evaluation/judge.ts';
import { likenessScores, scoreText, textScore } from '../../../method/evaluation/picture-scores.ts';
import { filled, tensor, type Tensor } from '../../../method/tensor/tensor.ts';

/** Sees the first pixel's red and green as a direction; every text points to red. */
const judge: Judge = {
  id: 'tiny-clip',
  pictures: ({ dims: [count = 0], data }: Tensor) =>
    Promise.resolve(
      tensor(Array.from({ length: count }, (_, b) => [data[3 * b] ?? 0, data[3 * b + 1] ?? 0]).flat(), [
        count,
        2,
      ]),
    ),
  texts: (prompts) =>
    Promise.resolve(
      tensor(
        prompts.flatMap(() => [1, 0]),
        [prompts.length, 2],
      ),
    ),
};
const pictures = tensor([1, 0, 0, 0, 1, 0], [2, 1, 1, 3]);

describe('textScore', () => {
  it('is the cosine of each picture with the text, and their mean', async () => {
    assert.deepEqual(await textScore(judge, pictures, 'red'), { name: 'CLIP-T', mean: 0.5, each: [1, 0] });
  });

  it('refuses a judge that reads no texts', async () => {
    const blind: Judge = { id: 'tiny-clip', pictures: (images) => judge.pictures(images) };
    await assert.rejects(textScore(blind, pictures, 'red'), /^Error: tiny-clip: expected a text tower/);
  });
});

describe('likenessScores', () => {
  it('are mean and maximum over the references', async () => {
    const [mean, max] = await likenessScores(judge, pictures, pictures);
    assert.deepEqual(mean, { name: 'CLIP-I mean', mean: 0.5, each: [0.5, 0.5] });
    assert.deepEqual(max, { name: 'CLIP-I max', mean: 1, each: [1, 1] });
    const [dino] = await likenessScores({ ...judge, id: 'dino-s16/eval' }, pictures, filled([1, 1, 1, 3], 1));
    const [identity] = await likenessScores({ ...judge, id: 'tiny-id' }, pictures, pictures);
    assert.deepEqual([dino.name, identity.name], ['DINO-I mean', 'ID-I mean']);
  });
});

describe('scoreText', () => {
  it('has the means with the judge, and a line a picture where there are several', () => {
    const score = { name: 'CLIP-T', mean: 0.5, each: [1, 0] };
    assert.equal(
      scoreText('tiny-clip', [score]),
      'CLIP-T 0.500 (tiny-clip)\n1: CLIP-T 1.000\n2: CLIP-T 0.000',
    );
    assert.equal(scoreText('x', [{ ...score, each: [0.5] }]), 'CLIP-T 0.500 (x)');
  });
});
