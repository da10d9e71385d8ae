import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withInt8Weights } from '../../../method/checkpoint/derived-weights.ts';
import { quantisedWeight } from '../../../method/checkpoint/quantised-weight.ts';
import { readTensor } from '../../../method/checkpoint/read-tensor.ts';
import { gaussianNoise } from '../../../method/tensor/noise.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { weightsOf } from '../../support/weights.ts';

describe('withInt8Weights', () => {
  const parent = temporaryFolder();
  const weights = {
    'a.weight': gaussianNoise(1, [6, 16]),
    'b.weight': gaussianNoise(2, [4, 16, 3, 3]),
    'c.weight': gaussianNoise(3, [2, 16]),
  };
  const source = weightsOf(parent, weights);
  const keys = ['a.weight', 'b.weight', 'missing.weight'];
  const derive = (
    name: string,
    changes: Partial<{ source: string; bits: 7 | 8 }> = {},
    signal?: AbortSignal,
  ) =>
    withInt8Weights(
      source.checkpoint,
      keys,
      { folder: join(parent, name), source: 'here', bits: 7, ...changes },
      signal,
    );
  const files = (name: string): string[] => readdirSync(join(parent, name));

  it('has the 8-bit forms beside all that was there', async () => {
    const found = await derive('one');
    assert.deepEqual(
      [...found.keys].sort(),
      [
        ...source.checkpoint.keys,
        ...keys.slice(0, 2).flatMap((key) => [`${key}.int8`, `${key}.scales`]),
      ].sort(),
    );
    for (const [key, weight] of Object.entries(weights).slice(0, 2)) {
      const { levels, scales, inputs, outputs } = quantisedWeight(weight, 7);
      const [int8, scale] = [found.get(`${key}.int8`), found.get(`${key}.scales`)];
      assert.ok(int8 && scale);
      assert.deepEqual(int8.dims, [inputs, outputs]);
      assert.deepEqual([...(await readTensor(int8)).data], [...levels]);
      assert.deepEqual((await readTensor(scale)).data, scales);
    }
  });

  it('writes a file once for a source and its settings', async () => {
    await derive('two');
    const [name = ''] = files('two');
    const before = statSync(join(parent, 'two', name)).ino;
    await derive('two');
    assert.deepEqual(files('two'), [name]);
    assert.equal(statSync(join(parent, 'two', name)).ino, before);
    await derive('two', { bits: 8 });
    await derive('two', { source: 'there' });
    assert.equal(files('two').length, 3);
  });

  it('leaves nothing behind when it is stopped', async () => {
    mkdirSync(join(parent, 'three'));
    await assert.rejects(derive('three', {}, AbortSignal.abort()), { name: 'AbortError' });
    assert.deepEqual(files('three'), []);
  });

  it('keeps the four files that were used last, and nothing that is not its own is touched', async () => {
    mkdirSync(join(parent, 'four'));
    writeFileSync(join(parent, 'four', 'notes.txt'), 'mine');
    for (const source of ['a', 'b', 'c', 'd', 'e', 'f']) await derive('four', { source });
    assert.equal(files('four').length, 5);
    assert.ok(files('four').includes('notes.txt'));
  });

  it('removes what a killed process left half written, not what is being written', async () => {
    mkdirSync(join(parent, 'five'));
    for (const name of ['.old.part', '.new.part']) writeFileSync(join(parent, 'five', name), '');
    const yesterday = new Date(Date.now() - 86_400_000);
    utimesSync(join(parent, 'five', '.old.part'), yesterday, yesterday);
    await derive('five');
    assert.deepEqual(
      files('five').filter((name) => name.endsWith('.part')),
      ['.new.part'],
    );
  });
});
