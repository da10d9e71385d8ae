import assert from 'node:assert/strict';
import { elitePrediction } from '../../../method/elite/prediction.ts';
import {
  agreementWeights,
  combinedRows,
  combinedWords,
  equalWeights,
} from '../../../method/elite/several-photos.ts';
import { gaussianNoise } from '../../../method/tensor/noise.ts';
import { relativeL2, tensor, type Tensor } from '../../../method/tensor/tensor.ts';
import { openedBundle } from '../../support/opened-bundle.ts';

const near = (got: ArrayLike<number>, expected: readonly number[], limit = 1e-6): void => {
  assert.equal(got.length, expected.length);
  expected.forEach((value, i) => assert.ok(Math.abs((got[i] ?? NaN) - value) < limit, `${i}: ${got[i]}`));
};

describe('several photographs of one subject', () => {
  it('count the same, or by the agreement of their first words', () => {
    assert.deepEqual(equalWeights(4), [0.25, 0.25, 0.25, 0.25]);
    const [up, too, odd] = [tensor([1, 0], [1, 1, 2]), tensor([2, 0], [1, 1, 2]), tensor([0, 1], [1, 1, 2])];
    near(agreementWeights([up, too]), [0.5, 0.5]);
    // c is 1/2, 1/2 and 0: exp(5), exp(5) and 1, over their sum
    const sum = 2 * Math.exp(5) + 1;
    near(agreementWeights([up, too, odd]), [Math.exp(5) / sum, Math.exp(5) / sum, 1 / sum]);
    near(agreementWeights([up]), [1]);
  });

  it('have words as long as what they are made of, each for itself', () => {
    const words = [tensor([3, 0, 1, 0], [1, 2, 2]), tensor([0, 1, 1, 0], [1, 2, 2])];
    const { dims, data } = combinedWords(words, [0.5, 0.5]);
    assert.deepEqual(dims, [1, 2, 2]);
    // w̄ = (1.5, 0.5), and half of 3 + 1 is 2; the second words are equal
    near(data, [(1.5 / Math.hypot(1.5, 0.5)) * 2, (0.5 / Math.hypot(1.5, 0.5)) * 2, 1, 0]);
    const opposite = [tensor([1, 0], [1, 1, 2]), tensor([-1, 0], [1, 1, 2])];
    near(combinedWords(opposite, [0.5, 0.5]).data, [0, 0]);
  });

  it('stay what they were when all are copies of one', () => {
    const word = gaussianNoise(3, [1, 5, 24]);
    near(combinedWords([word, word, word], equalWeights(3)).data, [...word.data], 1e-5);
  });

  describe('in a picture', () => {
    const bundle = openedBundle();
    const epsilon = (patches: Tensor): Promise<Tensor> => {
      const { model, globalMapper, localMapper } = bundle();
      const reference = { mapper: localMapper, patches, lambda: () => Array<number>(7).fill(0.8) };
      const prompt = { text: gaussianNoise(1, [1, 12, 24]), positions: [2] };
      return elitePrediction(model, globalMapper, prompt, { reference })(
        gaussianNoise(5, [1, 4, 8, 8]),
        500,
        0,
      );
    };

    it('act as one when they are copies of it, and otherwise not, in any order', async () => {
      const [a, b] = [gaussianNoise(2, [1, 16, 24]), gaussianNoise(7, [1, 16, 24])];
      const one = await epsilon(a);
      assert.ok(relativeL2(await epsilon(combinedRows([a, a, a])), one) < 1e-5);
      const both = await epsilon(combinedRows([a, b]));
      assert.ok(relativeL2(both, one) > 1e-3);
      assert.ok(relativeL2(await epsilon(combinedRows([b, a])), both) < 1e-5);
    });
  });
});
