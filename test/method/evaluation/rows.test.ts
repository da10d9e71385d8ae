import assert from 'node:assert/strict';
import { allRows, sweepRow, sweptLambda } from '../../../method/evaluation/rows.ts';

describe('allRows', () => {
  it('has each id once, and opens the gate in one row alone', () => {
    const rows = allRows(0.6);
    assert.equal(new Set(rows.map(({ id }) => id)).size, rows.length);
    const open = rows.filter(({ pictures }) => typeof pictures === 'object' && pictures.gate === 'open');
    assert.deepEqual(
      open.map(({ id }) => id),
      ['no-gate'],
    );
  });
});

describe('sweepRow', () => {
  it('can be told by its id, and goes through the local branch at λ = 0 too', () => {
    assert.deepEqual(sweepRow(0).pictures, { words: 'w0', lambda: 0 });
    for (const lambda of [0, 0.2, 1, 1.2]) assert.equal(sweptLambda(sweepRow(lambda).id), lambda);
    assert.equal(sweptLambda('full'), undefined);
  });
});
