import assert from 'node:assert/strict';
import { scoredText } from '../../../method/evaluation/scored-text.ts';

describe('scoredText', () => {
  it('has the category in the place of each placeholder, and nothing else changed', () => {
    assert.equal(scoredText('a S* in the jungle', 'dog'), 'a dog in the jungle');
    assert.equal(scoredText('S and a red S*, on SAND', 'mug'), 'mug and a red mug, on SAND');
    assert.equal(scoredText('a photo', 'dog'), 'a photo');
  });
});
