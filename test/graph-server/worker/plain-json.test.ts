import assert from 'node:assert/strict';
import { plainJson } from '../../../graph-server/worker/plain-json.ts';

describe('plainJson', () => {
  it('turns what JSON cannot say into what it can', () => {
    assert.deepEqual(plainJson({ a: 5n, b: 2n ** 64n - 1n, c: NaN, d: undefined, e: [1.5, 'x', null] }), {
      a: 5,
      b: '18446744073709551615',
      c: null,
      e: [1.5, 'x', null],
    });
    assert.equal(plainJson(undefined), undefined);
  });
});
