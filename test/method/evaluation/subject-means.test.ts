import assert from 'node:assert/strict';
import {
  rowDifference,
  rowWinRate,
  subjectMeans,
  valueOf,
} from '../../../method/evaluation/subject-means.ts';
import { picturesOfRow, scoredPicture } from '../../support/scored-pictures.ts';

describe('subjectMeans', () => {
  it('is one mean a subject, a failed picture counting 0', () => {
    const pictures = [
      scoredPicture({ values: { clip_t: 0.4 } }),
      scoredPicture({ seed: 1, flags: ['nan'] }),
      scoredPicture({ subject: 'mug', values: { clip_t: 0.3 } }),
      scoredPicture({ subject: 'cup' }),
    ];
    assert.deepEqual(
      [...subjectMeans(pictures, 'clip_t')],
      [
        ['fox', 0.2],
        ['mug', 0.3],
      ],
    );
  });

  it('has no subjects where nobody measured', () => {
    assert.equal(subjectMeans([scoredPicture({ flags: ['nan'] })], 'clip_t').size, 0);
    assert.equal(valueOf(scoredPicture(), 'clip_t'), undefined);
  });
});

describe('rowDifference', () => {
  it('compares the pictures that both rows have', () => {
    const a = picturesOfRow('a', (j) => ({ clip_t: j + 1 }));
    const b = picturesOfRow('b', (j) => ({ clip_t: j }), { subjects: 8, prompts: 2 });
    const found = rowDifference(a, b, 'clip_t');
    assert.deepEqual([found?.mean, found?.low, found?.high, found?.subjects], [1, 1, 1, 8]);
    assert.equal(rowDifference(a, [], 'clip_t'), undefined);
    assert.equal(rowDifference(a, b, 'id_i'), undefined);
  });
});

describe('rowWinRate', () => {
  it('is the share of triples with the higher score', () => {
    const a = picturesOfRow('a', (_, k) => ({ clip_t: k }));
    const b = picturesOfRow('b', () => ({ clip_t: 1 }));
    assert.equal(rowWinRate(a, b, 'clip_t')?.mean, 0.5); // lower, a tie, higher
  });
});
