import assert from 'node:assert/strict';
import { METRICS } from '../../../method/evaluation/scored-picture.ts';

describe('METRICS', () => {
  it('are columns of scores.csv: each once, in letters that need no quotes', () => {
    assert.equal(new Set(METRICS).size, METRICS.length);
    for (const metric of METRICS) assert.match(metric, /^[a-z][a-z0-9_]*$/);
  });
});
