import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { CheckpointError } from '../../../method/checkpoint/checkpoint.ts';
import { readTensor } from '../../../method/checkpoint/read-tensor.ts';
import { openTorchZip } from '../../../method/checkpoint/torch-zip.ts';
import { parityFolder } from '../../support/fixtures.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import {
  opcodes,
  storedZip,
  tensorPickle,
  text,
  torchFile,
  type PickledTensor,
} from '../../support/torch-file.ts';

const SIX = Buffer.from(Float32Array.of(0, 1, 2, 3, 4, 5).buffer);
const whole = { elements: 6, offset: 0, dims: [2, 3], strides: [3, 1] };

describe('openTorchZip', () => {
  const folder = temporaryFolder();
  let count = 0;

  const write = (bytes: Uint8Array): string => {
    const path = join(folder, `${(count += 1)}.pt`);
    writeFileSync(path, bytes);
    return path;
  };
  const opened = async (sizes: PickledTensor): Promise<number[]> => {
    const location = (await openTorchZip(write(torchFile(tensorPickle(sizes), SIX)))).get('w');
    assert.ok(location);
    return [...(await readTensor(location)).data];
  };
  const refuses = (bytes: Uint8Array, sentence: RegExp): Promise<void> => {
    const path = write(bytes);
    return assert.rejects(openTorchZip(path), (error: Error) => {
      assert.equal(error.name, 'CheckpointError');
      assert.match(error.message.replace(path, 'F'), sentence);
      return true;
    });
  };
  const refusesTensor = (sizes: PickledTensor, sentence: RegExp): Promise<void> =>
    refuses(torchFile(tensorPickle(sizes), SIX), sentence);

  it('reads a tensor and a view in place', async () => {
    assert.deepEqual(await opened(whole), [0, 1, 2, 3, 4, 5]);
    assert.deepEqual(await opened({ elements: 6, offset: 3, dims: [3], strides: [1] }), [3, 4, 5]);
    assert.deepEqual(await opened({ elements: 6, offset: 2, dims: [1, 2], strides: [9, 1] }), [2, 3]);
    assert.deepEqual(await opened({ elements: 6, offset: 0, dims: [3, 0], strides: [1, 1] }), []);
    assert.deepEqual(await opened({ elements: 6, offset: 5, dims: [], strides: [] }), [5]);
  });

  it("takes off a state_dict around the weights, and leaves training's other values", async () => {
    const inner = Buffer.from(tensorPickle(whole)).subarray(2, -1).toString('latin1');
    const extras = [text('epoch'), 'K', 3, text('callbacks')];
    const hook = ['cpytorch_lightning.callbacks.model_checkpoint\nModelCheckpoint\n', '}s'];
    const pickle = opcodes(['\x80', 2, '}('], extras, ['}', ...hook], [text('state_dict'), inner, 'u.']);
    assert.deepEqual((await openTorchZip(write(torchFile(pickle, SIX)))).keys, ['w']);
  });

  it('gives nested dictionaries dotted keys', async () => {
    const inner = Buffer.from(tensorPickle(whole)).subarray(2, -1).toString('latin1');
    const pickle = opcodes(['\x80', 2, '}', text('layer'), '}K', 0, inner, 'ss.']);
    assert.deepEqual((await openTorchZip(write(torchFile(pickle, SIX)))).keys, ['layer.0.w']);
  });

  it('refuses tensors that do not lie row by row, or reach outside their storage', async () => {
    const strided = { ...whole, strides: [1, 2] };
    await refusesTensor(
      strided,
      /^F, w: expected row-major weights, got strides \[1, 2\] \(save \.contiguous\(\) tensors\)$/,
    );
    await refusesTensor({ ...whole, strides: [0, 0] }, /^F, w: expected row-major weights/);
    await refusesTensor({ ...whole, offset: 1 }, /^F, w: expected 6 elements from 1, the storage has 6$/);
    await refusesTensor(
      { ...whole, elements: 7 },
      /^F, w: expected a storage of 7 elements, the file has 6$/,
    );
  });

  it('refuses foreign globals, in one sentence', async () => {
    await refuses(
      torchFile(opcodes(['cposix\nsystem\n', text('id'), '\x85R.'])),
      /^F: expected weights only, this file asks Python for posix\.system; it was not opened$/,
    );
  });

  it('refuses compressed entries, TorchScript, big-endian numbers and zips of other things', async () => {
    const pickle = { name: 'a/data.pkl', bytes: tensorPickle(whole) };
    const storage = { name: 'a/data/0', bytes: SIX };
    await refuses(
      storedZip([{ ...pickle, method: 8 }, storage]),
      /^F, a\/data\.pkl: expected stored bytes, got compressed or encrypted ones \(re-save with torch\.save\)$/,
    );
    const code = { name: 'a/code/__torch__.py', bytes: Buffer.from('pass') };
    await refuses(storedZip([pickle, storage, code]), /^F: expected weights only, got TorchScript/);
    const order = { name: 'a/byteorder', bytes: Buffer.from('big') };
    await refuses(
      storedZip([pickle, storage, order]),
      /^F: expected little-endian numbers, got big-endian ones$/,
    );
    await refuses(storedZip([storage]), /^F: expected a zip written by torch\.save, it has no data\.pkl$/);
    await refuses(storedZip([pickle]), /^F, w: expected a storage of the file, got 0$/);
  });

  it('refuses dictionaries that hold each other endlessly', async () => {
    const selfish = opcodes(['}q', 0, text('a'), 'h', 0, 's.']);
    await refuses(torchFile(selfish), /expected at most 64 levels of dictionaries, got more$/);
    const layer = (n: number): (number | string)[] => [
      text(`k${n}`),
      '}q',
      n + 1,
      '(',
      text('a'),
      'h',
      n,
      text('b'),
      'h',
      n,
      'u',
    ];
    const laughs = Array.from({ length: 40 }, (_, n) => layer(n)).flat();
    const doubling = opcodes(['}(', text('k'), '}q', 0], laughs, ['u.']);
    await refuses(torchFile(doubling), /expected at most 1000000 values, got more$/);
  });

  it('opens or refuses any damaged file, and never fails otherwise', async () => {
    const good = readFileSync(join(parityFolder('mapper'), 'model.pt'));
    const path = join(folder, 'damaged.pt');
    const change = fc.tuple(fc.nat(good.length - 1), fc.integer({ min: 0, max: 255 }));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 8 }), fc.nat(good.length), async (changes, cut) => {
        const bytes = Buffer.from(good);
        for (const [at, value] of changes) bytes[at] = value;
        writeFileSync(path, cut % 2 ? bytes : bytes.subarray(0, cut));
        await openTorchZip(path).catch((error: unknown) => {
          assert.ok(error instanceof CheckpointError, String(error));
        });
      }),
      { numRuns: 150 },
    );
  });
});
