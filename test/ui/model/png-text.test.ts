import assert from 'node:assert/strict';
import { graphTextOfPng, isPng, pngTexts } from '../../../ui/src/model/png-text.ts';
import { pngWith } from '../../support/png.ts';

describe('pngTexts', () => {
  it('reads tEXt and uncompressed iTXt', () => {
    const png = pngWith([
      ['tEXt', 'prompt\0{"a":1}'],
      ['iTXt', 'workflow\0\0\0\0\0{"b":"ü"}'],
      ['iTXt', 'packed\0\x01\0\0\0zzz'],
    ]);
    assert.ok(isPng(png));
    assert.deepEqual(
      [...pngTexts(png)],
      [
        ['prompt', '{"a":1}'],
        ['workflow', '{"b":"ü"}'],
      ],
    );
    assert.equal(graphTextOfPng(png), '{"b":"ü"}');
  });

  it('ends at a chunk that is cut off', () => {
    const png = pngWith([['tEXt', 'prompt\0{}']]);
    for (let length = 0; length < png.length; length += 1) pngTexts(png.subarray(0, length));
    assert.equal(graphTextOfPng(png.subarray(0, 40)), undefined);
    assert.equal(isPng(new Uint8Array(3)), false);
  });
});
