import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSafetensors } from '../../../method/checkpoint/safetensors.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('openSafetensors', () => {
  const folder = temporaryFolder();
  let count = 0;

  const write = (bytes: Buffer): string => {
    const path = join(folder, `${(count += 1)}.safetensors`);
    writeFileSync(path, bytes);
    return path;
  };
  const file = (header: string, data: number, length = header.length): string => {
    const size = Buffer.alloc(8);
    size.writeBigUInt64LE(BigInt(length));
    return write(Buffer.concat([size, Buffer.from(header), Buffer.alloc(data)]));
  };
  const two = (a: readonly number[], b: readonly number[]): string =>
    JSON.stringify({
      a: { dtype: 'F32', shape: [2], data_offsets: a },
      b: { dtype: 'F16', shape: [2, 2], data_offsets: b },
    });
  const refuses = (path: string, sentence: RegExp): Promise<void> =>
    assert.rejects(openSafetensors(path), (error: Error) => {
      assert.equal(error.name, 'CheckpointError');
      assert.ok(error.message.startsWith(path), error.message);
      assert.match(error.message.slice(path.length), sentence);
      return true;
    });

  it('says where each tensor lies', async () => {
    const header = two([8, 16], [0, 8]);
    const path = file(header, 16);
    const { keys, files, get } = await openSafetensors(path);
    const start = 8 + header.length;
    assert.deepEqual([keys, files], [['a', 'b'], [path]]);
    assert.deepEqual(get('a'), { file: path, offset: start + 8, length: 8, dtype: 'F32', dims: [2] });
    assert.deepEqual(get('b'), { file: path, offset: start, length: 8, dtype: 'F16', dims: [2, 2] });
    assert.equal(get('c'), undefined);
  });

  it('reads metadata, scalars and empty tensors', async () => {
    const header = {
      __metadata__: { format: 'pt' },
      scalar: { dtype: 'I64', shape: [], data_offsets: [0, 8] },
      empty: { dtype: 'F32', shape: [0, 3], data_offsets: [8, 8] },
    };
    const { metadata, get } = await openSafetensors(file(JSON.stringify(header), 8));
    assert.equal(metadata.get('format'), 'pt');
    assert.deepEqual([get('scalar')?.dims, get('empty')?.length], [[], 0]);
  });

  it('refuses a file that is cut', async () => {
    await refuses(
      file(two([0, 8], [8, 16]), 9),
      /^: expected 16 bytes of tensors, the file has 9 \(truncated\?\)$/,
    );
    await refuses(write(Buffer.alloc(5)), /^: expected a header of at most 0 bytes, got 0 \(truncated\?\)$/);
    await refuses(file('{"a"', 0), /^: expected a safetensors header in JSON, got other bytes$/);
  });

  it('refuses a header that is longer than the file', async () => {
    await refuses(
      file('{}', 0, 1e6),
      /^: expected a header of at most 2 bytes, got 1000000 \(truncated\?\)$/,
    );
    await refuses(file('{}', 0, 2 ** 60), /got 1152921504606847000 \(truncated\?\)$/);
  });

  it('refuses offsets that overlap, leave a hole or lie outside', async () => {
    await refuses(file(two([0, 8], [4, 12]), 12), /^, b: expected bytes from 8, got 4$/);
    await refuses(file(two([0, 8], [16, 24]), 24), /^, b: expected bytes from 8, got 16$/);
    await refuses(file(two([0, 8], [8, 16]), 24), /^: expected 16 bytes of tensors, the file has 24/);
    await refuses(file(two([8, 0], [8, 16]), 16), /^, a: expected 8 bytes for F32 \[2\], got -8$/);
    await refuses(file(two([-8, 0], [0, 8]), 16), /^, a: expected a shape and two offsets, got \{/);
  });

  it('refuses a shape that does not fill its bytes', async () => {
    await refuses(file(two([0, 12], [12, 20]), 20), /^, a: expected 8 bytes for F32 \[2\], got 12$/);
    const huge = { a: { dtype: 'F32', shape: [2 ** 50, 2 ** 50], data_offsets: [0, 4] } };
    await refuses(file(JSON.stringify(huge), 4), /^, a: expected \d{31} bytes for F32/);
  });

  it('refuses types and headers that it does not know', async () => {
    const odd = { a: { dtype: 'toString', shape: [1], data_offsets: [0, 4] } };
    await refuses(file(JSON.stringify(odd), 4), /^, a: expected one of F64, F32, .*, got toString$/);
    await refuses(file('[1]', 0), /^: expected a safetensors header with named tensors, got object$/);
    await refuses(file('{"a": null}', 0), /^, a: expected one of .*, got undefined$/);
    await refuses(file('{"__metadata__": {"a": 1}}', 0), /^, __metadata__\.a: expected text, got number$/);
  });
});
