import assert from 'node:assert/strict';
import { deflateSync } from 'node:zlib';
import { isPng, pngTexts } from '../../../ui/src/model/png-text.ts';
import { pngWith } from '../../support/png.ts';

describe('pngTexts', () => {
  it('reads tEXt, zTXt, iTXt, packed or not, and the chunk of animations', () => {
    const packed = (text: string) => deflateSync(Buffer.from(text)).toString('latin1');
    const png = pngWith([
      ['tEXt', 'prompt\0{"a":1}'],
      ['iTXt', 'workflow\0\0\0\0\0{"b":"ü"}'],
      ['zTXt', `packed\0\0${packed('{"c":3}')}`],
      ['zTXt', 'damaged\0\0zzz'],
      ['iTXt', 'damaged too\0\x01\0\0\0zzz'],
      ['comf', 'animated\0{"d":4}'],
    ]);
    assert.ok(isPng(png));
    assert.deepEqual(
      [...pngTexts(png)],
      [
        ['prompt', '{"a":1}'],
        ['workflow', '{"b":"ü"}'],
        ['packed', '{"c":3}'],
        ['animated', '{"d":4}'],
      ],
    );
  });

  it('ends at a chunk that is cut off', () => {
    const png = pngWith([['tEXt', 'prompt\0{}']]);
    for (let length = 0; length < png.length; length += 1) pngTexts(png.subarray(0, length));
    assert.equal(pngTexts(png.subarray(0, 40)).size, 0);
    assert.equal(isPng(new Uint8Array(3)), false);
  });
});
