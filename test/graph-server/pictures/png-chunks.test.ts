import assert from 'node:assert/strict';
import { copyPngTexts } from '../../../graph-server/pictures/png-chunks.ts';
import { pngTexts } from '../../../ui/src/model/png-text.ts';
import { pngWith } from '../../support/png.ts';

describe('copyPngTexts', () => {
  it('carries texts over and nothing else', () => {
    const copied = copyPngTexts(
      pngWith([
        ['tEXt', 'workflow\0{}'],
        ['tEXt', 'prompt\0[]'],
      ]),
      pngWith(),
    );
    assert.deepEqual(
      [...pngTexts(copied)],
      [
        ['workflow', '{}'],
        ['prompt', '[]'],
      ],
    );
  });

  it('leaves the target alone where there is nothing to carry', () => {
    const target = pngWith();
    for (const source of [pngWith(), Buffer.from('jpeg'), target.subarray(0, 20)]) {
      assert.deepEqual(Buffer.from(copyPngTexts(source, target)), Buffer.from(target));
    }
    assert.deepEqual(copyPngTexts(target, new Uint8Array()), new Uint8Array());
  });
});
