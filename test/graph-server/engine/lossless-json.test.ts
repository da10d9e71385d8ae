import assert from 'node:assert/strict';
import fc from 'fast-check';
import { numberText, readJson, writeJson } from '../../../graph-server/engine/lossless-json.ts';

describe('losslessJson', () => {
  it('keeps whole numbers apart from others, every digit of a seed, and the order of ids', () => {
    const text = '{"10":{"a":5,"b":5.0,"seed":18446744073709551615},"3":[-1,0.1,true,false,null,"x"]}';
    const read = readJson(text, 'prompt');
    assert.ok(read instanceof Map);
    assert.deepEqual([...read.keys()], ['10', '3']);
    const node = read.get('10');
    assert.ok(node instanceof Map);
    assert.deepEqual([...node.values()], [5n, 5, 18446744073709551615n]);
    assert.equal(writeJson(read), text);
  });

  it('reads any JSON text back as it was written', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (text) => {
        const once = writeJson(readJson(text, 'x'));
        assert.deepEqual(JSON.parse(once), JSON.parse(text));
        assert.equal(writeJson(readJson(once, 'x')), once);
      }),
    );
  });

  it('takes marks, escapes and forbidden names inside texts as texts', () => {
    for (const text of ['["#5","$x","\\"5\\"","\\\\","\\u00e9","a\\nb"]', '{"__proto__":{"#1":1}}'])
      assert.equal(
        JSON.stringify(JSON.parse(writeJson(readJson(text, 'x')))),
        JSON.stringify(JSON.parse(text)),
      );
  });

  it('reads what Python writes for numbers that JSON has not', () => {
    assert.deepEqual(readJson('[NaN, Infinity, -Infinity, 1e999]', 'x'), [null, null, null, null]);
  });

  it('refuses what is no JSON, and more than 64 levels', () => {
    for (const text of [
      '',
      '{',
      '[1,]',
      '{5:1}',
      '01',
      '1.',
      '[1 2]',
      '{"a" 1}',
      "{'a':1}",
      '"a',
      '[tru]',
      '1x',
    ])
      assert.throws(() => readJson(text, 'prompt'), /^Error: prompt: expected /, text);
    const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
    readJson(nested(64), 'x');
    assert.throws(() => readJson(nested(65), 'x'), /expected at most 64 levels of nesting, got more/);
  });

  it('takes what JSON.parse takes, and refuses what it refuses', () => {
    const takes = (read: (text: string) => unknown, text: string): boolean => {
      try {
        read(text);
        return true;
      } catch {
        return false;
      }
    };
    const broken = fc
      .tuple(
        fc.json({ maxDepth: 3 }),
        fc.nat(),
        fc.constantFrom(
          '"',
          '\\',
          '{',
          '}',
          '[',
          ']',
          ',',
          ':',
          '0',
          '.',
          'e',
          '-',
          ' ',
          't',
          '\n',
          '\u0001',
        ),
        fc.nat(2),
      )
      .map(([text, place, mark, cut]) => {
        const at = place % (text.length + 1);
        return text.slice(0, at) + mark + text.slice(at + cut);
      });
    fc.assert(
      fc.property(broken, (text) => takes((each) => readJson(each, 'x'), text) === takes(JSON.parse, text)),
      { numRuns: 2000 },
    );
  });

  it('reads a text of many megabytes', () => {
    const long = 'a\\n'.repeat(2_000_000);
    assert.equal((readJson(`"${long}"`, 'x') as string).length, 4_000_000);
  });

  it('writes a number that is not whole by its kind with a point', () => {
    assert.deepEqual([5, -3, 0.5, 1e21].map(numberText), ['5.0', '-3.0', '0.5', '1e+21']);
  });
});
