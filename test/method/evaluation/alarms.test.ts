import assert from 'node:assert/strict';
import { withAlarms } from '../../../method/evaluation/alarms.ts';
import type { ScoredPicture } from '../../../method/evaluation/scored-picture.ts';
import { picturesOfRow, scoredPicture } from '../../support/scored-pictures.ts';

const alarm = (about: Partial<ScoredPicture>, others: readonly ScoredPicture[] = []): boolean | undefined =>
  withAlarms([scoredPicture(about), ...others])[0]?.alarm;

describe('withAlarms', () => {
  it('marks a paste, and the ground of the reference where another place was asked', () => {
    assert.equal(alarm({ values: { paste: 0.9 } }), true);
    assert.equal(alarm({ values: { paste: 0.5, background_copy: 0.9 } }), true);
    assert.equal(alarm({ kind: 'colour', values: { paste: 0.5, background_copy: 0.9 } }), false);
    assert.equal(
      alarm({ kind: 'mixed', hits: { place: true }, values: { paste: 0.5, background_copy: 0.9 } }),
      true,
    );
    assert.equal(alarm({ values: { paste: 0.5, background_copy: 0.5 } }), false);
  });

  it('marks likeness of true pictures beside the lowest text alignment, where the run has both rows', () => {
    const odd = { values: { paste: 0, dino_i_mean: 0.9, clip_t: 0.1 } };
    const oracles = [
      ...picturesOfRow('real', (j) => ({ dino_i_mean: 0.7 + 0.01 * j })),
      ...picturesOfRow('text-only', (j) => ({ clip_t: 0.2 + 0.01 * j })),
    ];
    assert.equal(alarm(odd), false);
    assert.equal(alarm(odd, oracles), true);
    assert.equal(alarm({ values: { ...odd.values, clip_t: 0.3 } }, oracles), false);
  });

  it('says nothing where nobody looked for copies', () => {
    assert.equal(alarm({ values: { clip_t: 0.3 } }), undefined);
  });
});
