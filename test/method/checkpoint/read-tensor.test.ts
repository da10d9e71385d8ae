import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElementType } from '../../../method/checkpoint/checkpoint.ts';
import { readTensor } from '../../../method/checkpoint/read-tensor.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('readTensor', () => {
  const folder = temporaryFolder();

  const read = async (dtype: ElementType, numbers: ArrayBufferView, dims = [2]): Promise<number[]> => {
    const file = join(folder, dtype);
    const bytes = Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength);
    // At an odd place, as stored entries lie.
    writeFileSync(file, Buffer.concat([Buffer.from('abc'), bytes]));
    const tensor = await readTensor({ file, offset: 3, length: bytes.length, dtype, dims });
    assert.deepEqual(tensor.dims, dims);
    return [...tensor.data];
  };

  it('reads every type of number', async () => {
    assert.deepEqual(await read('F32', Float32Array.of(1.5, -2)), [1.5, -2]);
    assert.deepEqual(await read('F64', Float64Array.of(1.5, -2)), [1.5, -2]);
    assert.deepEqual(await read('F16', Uint16Array.of(0x3c00, 0xc000)), [1, -2]);
    assert.deepEqual(await read('BF16', Uint16Array.of(0x3f80, 0xc000)), [1, -2]);
    assert.deepEqual(await read('I64', BigInt64Array.of(7n, -7n)), [7, -7]);
    assert.deepEqual(await read('I32', Int32Array.of(7, -7)), [7, -7]);
    assert.deepEqual(await read('I16', Int16Array.of(7, -7)), [7, -7]);
    assert.deepEqual(await read('I8', Int8Array.of(7, -7)), [7, -7]);
    assert.deepEqual(await read('U8', Uint8Array.of(7, 255)), [7, 255]);
    assert.deepEqual(await read('BOOL', Uint8Array.of(0, 1)), [0, 1]);
  });

  it('refuses a file that became shorter', async () => {
    const file = join(folder, 'short');
    writeFileSync(file, Buffer.alloc(6));
    await assert.rejects(readTensor({ file, offset: 4, length: 8, dtype: 'F32', dims: [2] }), {
      name: 'CheckpointError',
      message: `${file}: expected 8 bytes at 4, got 2`,
    });
  });
});
