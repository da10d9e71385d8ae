import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  Float,
  isJsonObject,
  MAX_DEPTH,
  parseJson,
  stringifyJson,
  type Json,
} from '../../../ui/src/model/json.ts';

/** The same value in plain objects and numbers, for comparison with JSON.parse. */
function plain(value: Json): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(plain);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

describe('parseJson', () => {
  it('reads what JSON.parse reads', () => {
    const values = fc
      .jsonValue({ maxDepth: 4 })
      .filter((value) => !/"(__proto__|constructor|prototype)"/.test(JSON.stringify(value)));
    fc.assert(
      fc.property(values, (value) => {
        const text = JSON.stringify(value);
        assert.deepEqual(plain(parseJson(text, 'file')), JSON.parse(text));
      }),
    );
  });

  it('writes back what it read', () => {
    const text =
      '{"seed":18446744073709551615,"list":[1,2.5,-3],"text":"S* \\"here\\"","none":null,"empty":{},"no":[]}';
    assert.equal(stringifyJson(parseJson(text, 'file')), text);
    assert.deepEqual(
      plain(parseJson(stringifyJson(parseJson(text, 'file'), 2), 'file')),
      plain(parseJson(text, 'file')),
    );
  });

  it('keeps the digits of a 64-bit seed', () => {
    assert.deepEqual(parseJson('[9007199254740991, 9007199254740993]', 'file'), [
      9007199254740991,
      9007199254740993n,
    ]);
  });

  it('tells 5.0 from 5 when it is asked to', () => {
    const text = '[5,5.0,-0.0,1e+21,2.5,1e3,18446744073709551615]';
    assert.equal(stringifyJson(parseJson(text, 'file')), '[5,5,0,1e+21,2.5,1000,18446744073709551615]');
    const kept = parseJson(text, 'file', { keepsFloats: true });
    assert.deepEqual(Array.isArray(kept) && kept[1], new Float(5));
    assert.equal(isJsonObject(new Float(5)), false);
    assert.equal(stringifyJson(kept), '[5,5.0,-0.0,1e+21,2.5,1000.0,18446744073709551615]');
  });

  it('reads bare NaN and Infinity as null', () => {
    assert.deepEqual(parseJson('[NaN, Infinity, -Infinity]', 'file'), [null, null, null]);
  });

  it('names the file, the line and what it found', () => {
    const faults: [string, RegExp][] = [
      ['{"a": 1,\n "b" 2}', /^Error: w\.json: expected ":" on line 2, got "2}"/],
      ['[1, 2', /^Error: w\.json: expected "," or "\]" on line 1, got the end of the file/],
      ['"a', /expected the end of a text/],
      ['01', /expected a value/],
      ['"\\x"', /expected an escape/],
      ['1 2', /expected the end on line 1/],
      ['', /expected a value on line 1, got the end of the file/],
    ];
    for (const [text, message] of faults) assert.throws(() => parseJson(text, 'w.json'), message, text);
  });

  it('refuses nesting over the limit and keys that reach prototypes', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    assert.ok(Array.isArray(parseJson(nested(MAX_DEPTH), 'file')));
    assert.throws(() => parseJson(nested(MAX_DEPTH + 1), 'file'), /expected at most 64 levels/);
    for (const key of ['__proto__', 'constructor', 'prototype'])
      assert.throws(() => parseJson(`{"${key}": {}}`, 'file'), {
        message: `file: expected an ordinary key, got ${key}`,
      });
  });
});
