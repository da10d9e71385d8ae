import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTensor } from '../../../method/checkpoint/read-tensor.ts';
import { openSafetensors } from '../../../method/checkpoint/safetensors.ts';
import { removeAbandoned, writeSafetensors } from '../../../method/checkpoint/write-safetensors.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const TENSORS = [
  { key: 'a.weight', dtype: 'F32', dims: [2, 1] },
  { key: 'levels', dtype: 'I8', dims: [3] },
] as const;
const bytes = (): Uint8Array[] => [new Uint8Array(Float32Array.of(1.5, -2).buffer), Uint8Array.of(1, 255, 0)];

describe('writeSafetensors', () => {
  const parent = temporaryFolder();

  it('writes what the reader reads, in folders that it makes', async () => {
    const path = join(parent, 'new', 'folder', 'x.safetensors');
    await writeSafetensors(path, TENSORS, bytes(), { format: 'pt' });
    const { keys, metadata, get } = await openSafetensors(path);
    assert.deepEqual([keys, [...metadata]], [['a.weight', 'levels'], [['format', 'pt']]]);
    const [weight, levels] = [get('a.weight'), get('levels')];
    assert.ok(weight && levels);
    assert.deepEqual(
      [await readTensor(weight), await readTensor(levels)],
      [
        { dims: [2, 1], data: Float32Array.of(1.5, -2) },
        { dims: [3], data: Float32Array.of(1, -1, 0) },
      ],
    );
    assert.equal(Number(readFileSync(path).readBigUInt64LE()) % 8, 0);
  });

  it('leaves nothing behind when the bytes end in an error', async () => {
    const folder = join(parent, 'failed');
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Uint8Array.of(0);
      await Promise.reject(new Error('no more'));
    }
    await assert.rejects(
      writeSafetensors(join(folder, 'x.safetensors'), TENSORS, broken()),
      /^Error: no more$/,
    );
    assert.deepEqual(readdirSync(folder), []);
  });

  it('refuses bytes that are more or fewer than the tensors have', async () => {
    const path = join(parent, 'count', 'x.safetensors');
    for (const [pieces, more] of [
      [bytes().slice(0, 1), -3],
      [[...bytes(), Uint8Array.of(0)], 1],
    ] as const)
      await assert.rejects(writeSafetensors(path, TENSORS, pieces), {
        message: `${path}: expected the bytes of all tensors, got ${more} more`,
      });
    assert.deepEqual(readdirSync(join(parent, 'count')), []);
  });

  it('leaves what is being written, and takes away what was left an hour ago', async () => {
    const folder = join(parent, 'abandoned');
    mkdirSync(folder);
    const names = ['.new.part', '.old.part', 'old.part'];
    for (const name of names) writeFileSync(join(folder, name), '');
    for (const name of names.slice(1)) utimesSync(join(folder, name), 0, 0);
    await removeAbandoned(folder);
    assert.deepEqual(readdirSync(folder), ['.new.part', 'old.part']);
  });
});
