import assert from 'node:assert/strict';
import { withoutTexts } from '../../../ui/src/model/png-chunks.ts';
import { pngWith } from '../../support/png.ts';

describe('a PNG without its texts', () => {
  it('has the chunks of the picture alone', () => {
    const plain = Uint8Array.from(pngWith([]));
    const told = Uint8Array.from(pngWith([['tEXt', 'workflow\0{"nodes":[]}']]));
    assert.notEqual(told.length, plain.length);
    assert.deepEqual(withoutTexts(told), plain);
    assert.deepEqual(withoutTexts(plain), plain);
  });

  it('is left as it is when it is no PNG, or a broken one', () => {
    const jpeg = Uint8Array.of(0xff, 0xd8, 0xff);
    assert.equal(withoutTexts(jpeg), jpeg);
    const broken = Uint8Array.from(pngWith([])).slice(0, -6);
    broken[8] = 0x7f;
    assert.equal(withoutTexts(broken), broken);
  });
});
