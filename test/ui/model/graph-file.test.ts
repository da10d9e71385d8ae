import assert from 'node:assert/strict';
import { readGraphFile } from '../../../ui/src/model/graph-file.ts';
import { pngWith } from '../../support/png.ts';

const PROMPT = '{"1":{"class_type":"A","inputs":{}}}';
const bytes = (text: string) => new TextEncoder().encode(text);

describe('readGraphFile', () => {
  it('reads the graph that a picture carries', () => {
    assert.equal(readGraphFile(pngWith([['tEXt', `prompt\0${PROMPT}`]]), 'a.png').kind, 'prompt');
    assert.throws(
      () => readGraphFile(pngWith(), 'a.png'),
      /a\.png: expected a picture with a workflow inside, got one without/,
    );
  });

  it('reads the prompt of a picture whose workflow is damaged', () => {
    const texts = [
      ['tEXt', 'workflow\0{"nodes":['],
      ['tEXt', `prompt\0${PROMPT}`],
    ] as const;
    assert.equal(readGraphFile(pngWith(texts), 'a.png').kind, 'prompt');
    assert.throws(
      () => readGraphFile(pngWith(texts.slice(0, 1)), 'a.png'),
      /^Error: a\.png: expected a value/,
    );
  });

  it('says one sentence about any other file', () => {
    const faults: [Uint8Array, RegExp][] = [
      [bytes('{"a":1}'), /^Error: x: expected a workflow or an API prompt, got other JSON/],
      [bytes('hello'), /^Error: x: expected a value on line 1, got "hello"/],
      [
        Uint8Array.of(0xff, 0xfe, 0),
        /^Error: x: expected a JSON file or a PNG, JPEG or WebP picture, got other bytes/,
      ],
      [bytes(`"${'a'.repeat(9 * 2 ** 20)}"`), /^Error: x: expected at most 8 MiB, got 9\.0 MiB/],
    ];
    for (const [content, message] of faults) assert.throws(() => readGraphFile(content, 'x'), message);
  });
});
