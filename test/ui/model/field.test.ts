import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fieldOf, isNumeric, narrow, readNumber, stepped, ticksOf } from '../../../ui/src/model/field.ts';
import type { InputSpec } from '../../../ui/src/model/object-info.ts';

const field = (spec: InputSpec, name = 'value') => fieldOf({ name, spec });
const steps = field(['INT', { default: 20, min: 1, max: 1000 }], 'steps');
const seed = field(['INT', { default: 0, min: 0, max: 18446744073709551615n }], 'seed');

describe('fields', () => {
  it('are of the kind that the input calls for', () => {
    const kinds: readonly (readonly [InputSpec, string])[] = [
      [['INT', {}], 'number'],
      [['FLOAT', { display: 'slider' }], 'slider'],
      [['FLOAT', { display: 'slider', elite_field: 'lambda' }], 'lambda'],
      [['FLOAT', { display: 'slider', elite_field: 'of another version' }], 'slider'],
      [['INT', { control_after_generate: true }], 'seed'],
      [['BOOLEAN'], 'switch'],
      [[['a', 'b'], {}], 'list'],
      [['COMBO', { options: ['a'], image_upload: true }], 'photo'],
      [['STRING', {}], 'line'],
      [['STRING', { multiline: true }], 'box'],
    ];
    for (const [spec, kind] of kinds) assert.equal(field(spec).kind, kind);
    assert.equal(field([['a', 'b']]).initial, 'a');
    assert.equal(field(['INT'], 'noise_seed').kind, 'seed');
  });

  it('clamp a typed number and say so', () => {
    assert.deepEqual(readNumber(' 30 ', steps), { value: 30 });
    assert.deepEqual(readNumber('5000', steps), {
      value: 1000,
      sentence: 'steps: expected 1 to 1000, got 5000',
    });
    assert.deepEqual(readNumber('1.6', steps), { value: 2 });
  });

  it('refuse what is no number', () => {
    for (const text of ['', '1;x', '0x10', '1e999', 'NaN', '--1', '1 2', 'alert(1)']) {
      const read = readNumber(text, steps);
      assert.ok(!('value' in read), text);
      assert.match(read.sentence, /^steps: expected a /);
    }
  });

  it('lose no digit of a 64-bit seed', () => {
    assert.deepEqual(readNumber('18446744073709551615', seed), { value: 18446744073709551615n });
    assert.equal(stepped(18446744073709551615n, 1, seed), 18446744073709551615n);
    assert.equal(narrow(5n), 5);
    assert.equal(narrow(2n ** 60n), 2n ** 60n);
  });

  it('step within their limits without the tails of binary fractions', () => {
    const cfg = field(['FLOAT', { min: 0, max: 1, step: 0.1 }]);
    assert.equal(stepped(0.2, 1, cfg), 0.3);
    assert.equal(stepped(0.9, 10, cfg), 1);
    assert.ok(isNumeric(1n) && !isNumeric('1'));
  });

  it('move a whole number by one where a step is less', () => {
    assert.equal(stepped(20, 0.1, steps), 21);
    assert.equal(stepped(20, -0.1, steps), 19);
    assert.equal(stepped(1, -0.1, steps), 1);
    assert.equal(stepped(512, 0.1, field(['INT', { min: 64, max: 2048, step: 8 }])), 513);
  });

  it('have the marks of their scale at round numbers, nine at most', () => {
    const marks = (min: number, max: number, type: 'INT' | 'FLOAT' = 'FLOAT') =>
      ticksOf(field([type, { min, max, display: 'slider' }]));
    assert.deepEqual(marks(0, 1.5), [0, 0.2, 0.4, 0.6, 0.8, 1, 1.2, 1.4]);
    assert.deepEqual(marks(0, 1), [0, 0.2, 0.4, 0.6, 0.8, 1]);
    assert.deepEqual(marks(1, 1000, 'INT'), [200, 400, 600, 800, 1000]);
    assert.deepEqual(marks(0, 3, 'INT'), [0, 1, 2, 3]);
    assert.deepEqual(marks(-30, 30), [-30, -20, -10, 0, 10, 20, 30]);
    assert.deepEqual(marks(5, 5), []);
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
        (min, range) => {
          const [found, max] = [marks(min, min + range), min + range];
          assert.ok(found.length >= 2 && found.length <= 9, `${min} to ${max}: ${found.join()}`);
          assert.ok(found.every((mark) => mark >= min - range * 1e-6 && mark <= max + range * 1e-6));
        },
      ),
    );
  });
});
