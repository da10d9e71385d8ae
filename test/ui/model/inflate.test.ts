import assert from 'node:assert/strict';
import { constants, deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { inflated } from '../../../ui/src/model/inflate.ts';

const MOST = 2 ** 20;

describe('inflated', () => {
  it('gives back what zlib packed, stored, with fixed codes and with codes of its own', () => {
    const text = fc
      .array(fc.constantFrom(1, 2, 3, 250), { maxLength: 3000 })
      .map((bytes) => Uint8Array.from(bytes));
    const options = fc.constantFrom(
      { level: 0 },
      { level: 9 },
      { level: 6, strategy: constants.Z_FIXED },
      { level: 1, strategy: constants.Z_HUFFMAN_ONLY },
    );
    fc.assert(
      fc.property(fc.oneof(text, fc.uint8Array({ maxLength: 500 })), options, (bytes, how) => {
        assert.deepEqual(inflated(deflateSync(bytes, how), MOST), bytes);
      }),
    );
    const long = Buffer.from('{"nodes":[]}'.repeat(20_000));
    assert.deepEqual(Buffer.from(inflated(deflateSync(long), MOST) ?? []), long);
  });

  it('answers nothing for damaged bytes and for more than it may become', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        inflated(Uint8Array.of(0x78, 0x9c, ...bytes), 1000);
      }),
    );
    const bomb = deflateSync(Buffer.alloc(10 * MOST));
    assert.equal(inflated(bomb, MOST), undefined);
    assert.equal(inflated(bomb.subarray(0, 20), 100 * MOST), undefined);
    assert.equal(inflated(Uint8Array.of(1, 2, 3), MOST), undefined);
    assert.equal(inflated(new Uint8Array(), MOST), undefined);
  });
});
