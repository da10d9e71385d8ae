import assert from 'node:assert/strict';
import type { DataFolder } from '../../../../graph-server/cli/evaluation/data-folder.ts';
import { missingOf, presetsOf } from '../../../../graph-server/cli/evaluation/judged-metrics.ts';
import type { Judge, Judges } from '../../../../method/evaluation/judge.ts';

const judge: Judge = { id: 'tiny-id', pictures: () => Promise.reject(new Error('not asked')) };
const judges: Judges = { identity: judge, missing: { text: 'no CLIP here' } };
const data = { truths: {} } as DataFolder;

describe('the metrics of judges', () => {
  it('are named with the judge that measures them', () => {
    assert.deepEqual(presetsOf(judges), { id_i: 'tiny-id', r1: 'tiny-id', truth_similarity: 'tiny-id' });
  });

  it('have a reason where they have no values', () => {
    const missing = missingOf(judges, data);
    assert.equal(missing.clip_t, 'no CLIP here');
    assert.equal(missing.dino_i_mean, 'no weights of this judge');
    assert.equal(missing.r1, 'the data set has no gallery');
    assert.equal(missing.truth_similarity, 'the data set has no true renders');
    assert.equal(missing.gate_iou, 'copies were not looked for (--copies)');
    assert.equal(missing.id_i, undefined);
  });
});
