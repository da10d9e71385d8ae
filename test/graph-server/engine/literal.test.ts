import assert from 'node:assert/strict';
import { coerced, LiteralError, shown, valueOf } from '../../../graph-server/engine/literal.ts';
import type { Literal } from '../../../graph-server/engine/lossless-json.ts';
import { choice, flag, float, int, link, seed, socket, text } from '../../../graph-server/engine/sockets.ts';

const INT = int({ default: 1, min: 1, max: 1000 });
const FLOAT = float({ default: 1, min: 0, max: 10 });
const SEED = seed();

describe('coerced', () => {
  const as = (input: Parameters<typeof coerced>[0], value: Literal) => coerced(input, value, ['a', 'b']);

  it('reads whole numbers as ComfyUI does', () => {
    const cases: [Literal, bigint][] = [
      [5n, 5n],
      [5.9, 5n],
      ['7', 7n],
      [' +7 ', 7n],
      [true, 1n],
    ];
    for (const [value, read] of cases) assert.equal(as(INT, value), read);
    assert.equal(as(SEED, 18446744073709551615n), 18446744073709551615n);
    for (const value of [null, '5.7', 'x', '', [1n], new Map<string, Literal>()])
      assert.throws(() => as(INT, value), /expected a whole number from 1 to 1000, got /);
  });

  it('reads numbers, texts and flags as ComfyUI does', () => {
    const numbers: [Literal, number][] = [
      [5n, 5],
      [0.5, 0.5],
      ['1e0', 1],
      [' .5 ', 0.5],
      [true, 1],
    ];
    for (const [value, read] of numbers) assert.equal(as(FLOAT, value), read);
    assert.throws(() => as(FLOAT, null), /expected a number from 0 to 10, got null/);
    const texts: [Literal, string][] = [
      ['x', 'x'],
      [null, 'None'],
      [5n, '5'],
      [5, '5.0'],
      [0.1, '0.1'],
      [true, 'True'],
    ];
    for (const [value, read] of texts) assert.equal(as(text(), value), read);
    assert.throws(() => as(text(), ['x']), /expected a text, got \["x"\]/);
    const flags: [Literal, boolean][] = [
      ['false', true],
      ['', false],
      [0n, false],
      [0, false],
      [null, false],
      [[], false],
      [new Map<string, Literal>([['a', 1n]]), true],
    ];
    for (const [value, read] of flags) assert.equal(as(flag({ default: false }), value), read);
  });

  it('says what range, choice or link it expected', () => {
    const cases: [Parameters<typeof coerced>[0], Literal, string, string][] = [
      [INT, 0n, 'value_smaller_than_min', 'expected 1 to 1000, got 0'],
      [INT, 1001n, 'value_bigger_than_max', 'expected 1 to 1000, got 1001'],
      [FLOAT, -0.5, 'value_smaller_than_min', 'expected 0 to 10, got -0.5'],
      [SEED, -1n, 'value_smaller_than_min', 'expected 0 to 18446744073709551615, got -1'],
      [
        SEED,
        2n ** 64n,
        'value_bigger_than_max',
        'expected 0 to 18446744073709551615, got 18446744073709551616',
      ],
      [choice(['a', 'b']), 'c', 'value_not_in_list', 'expected one of "a", "b", got "c"'],
      [choice(['a', 'b']), 1n, 'value_not_in_list', 'expected one of "a", "b", got 1'],
      [link(socket('IMAGE')), 'x', 'bad_linked_input', 'expected a link that carries IMAGE, got "x"'],
    ];
    for (const [input, value, type, message] of cases) {
      assert.throws(
        () => as(input, value),
        (error: unknown) => error instanceof LiteralError && error.type === type && error.message === message,
        message,
      );
    }
    assert.throws(
      () => coerced(choice([]), 'c', []),
      /expected a choice, of which there is none now, got "c"/,
    );
    const many = Array.from({ length: 25 }, (_, index) => `n${index}`);
    assert.throws(() => coerced(choice(many), 'c', many), /"n19" and 5 more, got "c"/);
    assert.throws(() => as(text(), 'x'.repeat(2 ** 20 + 1)), /expected a text of at most 1048576 characters/);
  });
});

describe('valueOf', () => {
  it('gives run a number for a whole number and a bigint for a seed', () => {
    assert.deepEqual([valueOf(INT, 5n), valueOf(SEED, 5n), valueOf(SEED, 5.5)], [5, 5n, 5n]);
    assert.deepEqual([valueOf(INT, 7), valueOf(FLOAT, 0.5), valueOf(text(), 'x')], [7, 0.5, 'x']);
  });
});

describe('shown', () => {
  it('shortens what is long', () => {
    assert.deepEqual([shown(undefined), shown(5)], ['none', '5.0']);
    assert.equal(shown('x'.repeat(500)).length, 81);
  });
});
