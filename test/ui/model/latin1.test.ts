import assert from 'node:assert/strict';
import { latin1 } from '../../../ui/src/model/latin1.ts';

describe('latin1', () => {
  it('makes one character of each byte', () => {
    const bytes = Uint8Array.from({ length: 20_000 }, (_, index) => index % 256);
    assert.equal(latin1(bytes), Buffer.from(bytes).toString('latin1'));
  });
});
