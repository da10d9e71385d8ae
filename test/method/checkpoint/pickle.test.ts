import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CheckpointError } from '../../../method/checkpoint/checkpoint.ts';
import { isCall, isPersistent, isToken, unpickle } from '../../../method/checkpoint/pickle.ts';
import { opcodes, text } from '../../support/torch-file.ts';

const read = (...parts: (number | string)[]) => unpickle(opcodes(parts), 'w.pt');
const refuses = (parts: (number | string)[], sentence: RegExp): void =>
  assert.throws(() => unpickle(opcodes(parts), 'w.pt'), { name: 'CheckpointError', message: sentence });

describe('unpickle', () => {
  it('reads numbers, texts, lists and dictionaries', () => {
    assert.equal(read('K', 7, '.'), 7);
    assert.equal(read('J', 0xff, 0xff, 0xff, 0xff, '.'), -1);
    assert.equal(read('M', 1, 2, '.'), 513);
    assert.equal(read('G', 0x3f, 0xf8, 0, 0, 0, 0, 0, 0, '.'), 1.5);
    assert.equal(read('\x8a', 2, 0, 0xff, '.'), -256n);
    assert.equal(read(text('abc'), '.'), 'abc');
    assert.deepEqual(read('(N\x88\x89t.'), [null, true, false]);
    assert.deepEqual(read(']K', 1, 'a(K', 2, 'K', 3, 'e.'), [1, 2, 3]);
    assert.deepEqual(read('}', text('__proto__'), 'K', 1, 's.'), new Map([['__proto__', 1]]));
  });

  it('remembers and recalls', () => {
    assert.deepEqual(read(text('a'), 'q', 0, 'h', 0, '\x86.'), ['a', 'a']);
    assert.deepEqual(read(text('a'), '\x94h', 0, '\x86.'), ['a', 'a']);
  });

  it('makes inert values of the globals that weights need', () => {
    const value = read('ctorch._utils\n_rebuild_tensor_v2\n', ')R.');
    assert.ok(isCall(value) && value.name === 'torch._utils _rebuild_tensor_v2');
    assert.ok(isToken(read('ctorch\nHalfStorage\n.')));
    assert.ok(isPersistent(read('(', text('storage'), 'tQ.')));
    assert.deepEqual(read('ccollections\nOrderedDict\n)R.'), new Map());
    assert.ok(isCall(read('cnumpy.core.multiarray\nscalar\n)R.')));
  });

  it('refuses every other global by name, and runs nothing', () => {
    const sentence =
      /^w\.pt: expected weights only, this file asks Python for os\.system; it was not opened$/;
    refuses(['cos\nsystem\n', text('touch pwned'), '\x85R.'], sentence);
    refuses([text('os'), text('system'), '\x93', text('touch pwned'), '\x85R.'], sentence);
    refuses(['cbuiltins\neval\n', ')\x81.'], /asks Python for builtins\.eval/);
    refuses(
      ['ctorch.nn.modules.linear\nLinear\n', ')\x81.'],
      /\(a whole module was saved: save state_dict\(\)\)$/,
    );
    refuses(['ctorch._utils\n_rebuild_tensor_v2.__globals__\n', ')R.'], /asks Python for/);
  });

  it('refuses opcodes that no state dict needs', () => {
    refuses(['ios\nsystem\n.'], /^w\.pt: expected an opcode of a state dict, got 0x69$/);
    refuses(['o.'], /got 0x6f$/);
    refuses(['\x82', 1, '.'], /got 0x82$/);
    refuses(['\x97.'], /got 0x97$/);
  });

  it('refuses a pickle that is cut, goes on, or does not fit together', () => {
    refuses(['K'], /expected 1 more bytes, the pickle ends \(truncated\?\)$/);
    refuses([text('abc').slice(0, 3)], /the pickle ends \(truncated\?\)$/);
    refuses(['N.N.'], /expected the end of the pickle, got more bytes behind it$/);
    refuses(['NN.'], /expected one value at the end, got more$/);
    refuses(['.'], /expected a value on the stack, got none$/);
    refuses(['t.'], /expected a mark on the stack, got none$/);
    refuses(['h', 9, '.'], /expected memo 9 to be set, it is not$/);
    refuses(['NNR.'], /expected a known name and its arguments, got other values$/);
    refuses(['NNa.'], /expected a list to append to, got another value$/);
    refuses([']NNs.'], /expected a dictionary and pairs, got other values$/);
    refuses(['NNb.'], /expected state for a dictionary, got it for another value$/);
    refuses(['NQ.'], /expected a storage reference, got another value$/);
    refuses(['\x8c', 1, 0xff, '.'], /expected text in UTF-8, got other bytes$/);
    refuses(['X', 0xff, 0xff, 0xff, 0x7f, '.'], /expected texts of at most 1048576 bytes, got 2147483647$/);
  });

  it('takes a list of many values', () => {
    const value = read('](', 'N'.repeat(300_000), 'e.');
    assert.ok(Array.isArray(value) && value.length === 300_000);
  });

  it('gives a value or a CheckpointError for any bytes', () => {
    const known = opcodes(['(N}])K.tRasuebhqQc\x85\x86\x87\x88\x93\x94\x8c']);
    const byte = fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...known) },
      fc.integer({ min: 0, max: 255 }),
    );
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 40 }), (bytes) => {
        try {
          unpickle(Uint8Array.from(bytes), 'w.pt');
        } catch (error) {
          assert.ok(error instanceof CheckpointError, String(error));
        }
      }),
      { numRuns: 2000 },
    );
  });
});
