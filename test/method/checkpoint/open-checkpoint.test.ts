import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openCheckpoint } from '../../../method/checkpoint/open-checkpoint.ts';
import type { TensorLocation } from '../../../method/checkpoint/checkpoint.ts';
import { readTensor } from '../../../method/checkpoint/read-tensor.ts';
import { relativeL2 } from '../../../method/tensor/tensor.ts';
import { parityFolder } from '../../support/fixtures.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('openCheckpoint', () => {
  const folder = temporaryFolder();

  const refuses = async (name: string, bytes: Uint8Array, sentence: string): Promise<void> => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    await assert.rejects(openCheckpoint(path), { name: 'CheckpointError', message: `${path}: ${sentence}` });
  };

  it('reads the same weights from safetensors and from what torch.save wrote', async () => {
    const [a, b] = await Promise.all(
      ['model.safetensors', 'model.pt'].map((name) => openCheckpoint(join(parityFolder('mapper'), name))),
    );
    assert.ok(a && b && a.keys.length > 100);
    assert.deepEqual([...a.keys].sort(), [...b.keys].sort());
    for (const key of a.keys) {
      const [x, y]: (TensorLocation | undefined)[] = [a.get(key), b.get(key)];
      assert.ok(x && y);
      // One is bfloat16, the other the same numbers in 32 bits.
      assert.equal(relativeL2(await readTensor(x), await readTensor(y)), 0, key);
    }
  });

  it('looks at the bytes and not at the name', async () => {
    await refuses('pickle.safetensors', Buffer.from('\x80\x02}q\x00.\x00\x00\x00', 'latin1'), OLD);
  });

  it('refuses a missing file and a folder', async () => {
    const missing = join(folder, 'missing.safetensors');
    await assert.rejects(openCheckpoint(missing), {
      name: 'CheckpointError',
      message: `${missing}: no such file`,
    });
    await assert.rejects(openCheckpoint(folder), {
      name: 'CheckpointError',
      message: `${folder}: expected a file of weights, got a folder or device`,
    });
  });

  it('refuses what is no file of weights, and says what it is', async () => {
    const expected = 'expected safetensors or what torch.save writes, got';
    await refuses('empty.bin', Buffer.alloc(0), `${expected} 0 bytes (truncated?)`);
    await refuses('cut.pt', Buffer.from('80028a0a6cfc9c46f9206aa85019', 'hex'), OLD);
    const pointer = Buffer.from('version https://git-lfs.github.com/spec/v1\n');
    await refuses(
      'pointer.bin',
      pointer,
      `${expected} a Git LFS pointer (git lfs pull fetches the file itself)`,
    );
    await refuses('page.bin', Buffer.from('<!DOCTYPE html>'), `${expected} a file that begins with 3c21444f`);
  });
});

const OLD = 'expected safetensors or what torch.save writes, got a bare pickle (re-save with torch.save)';
