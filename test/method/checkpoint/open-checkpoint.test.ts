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
    const other = Buffer.from('b3c8f7cc00010203040506070809', 'hex');
    await refuses('other.bin', other, `${expected} a file that begins with b3c8f7cc`);
  });

  it('says what a text is that was saved in the place of weights', async () => {
    const expected = 'expected safetensors or what torch.save writes, got';
    const page = `${expected} a web page (a login or warning page saved in its place?)`;
    await refuses('page.bin', Buffer.from('<!DOCTYPE html><html>'), page);
    await refuses('spaced.bin', Buffer.from(`\ufeff\r\n  <html>${'x'.repeat(500)}`), page);
    const text = (begins: string) => `${expected} text that begins with ${JSON.stringify(begins)}`;
    await refuses('text.bin', Buffer.from('Sorry, "this" is not here\n'), text('Sorry, "this" is not'));
    await refuses('brace.bin', Buffer.from('Refused {"error": 1}'), text('Refused {"error": 1}'));
    await refuses('short.bin', Buffer.from('404\n'), text('404\n'));
    await refuses('long.bin', Buffer.from(`x${'é'.repeat(400)}`), text(`x${'é'.repeat(19)}`)); // a character is cut at the end
  });
});

const OLD = 'expected safetensors or what torch.save writes, got a bare pickle (re-save with torch.save)';
