import assert from 'node:assert/strict';
import {
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { openCheckpoint } from '../../../method/checkpoint/open-checkpoint.ts';
import { readTensor } from '../../../method/checkpoint/read-tensor.ts';
import { shardNames } from '../../../method/checkpoint/shards.ts';
import { parityFolder } from '../../support/fixtures.ts';
import { writeShards } from '../../support/safetensors-file.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const FIRST = 'model-00001-of-00002.safetensors';
const SECOND = 'model-00002-of-00002.safetensors';

describe('weights in several files with an index', () => {
  const folder = temporaryFolder();
  let count = 0;

  /** The parity mapper in two files of a folder of its own. */
  const sharded = async (): Promise<string> => {
    const own = join(folder, String((count += 1)));
    mkdirSync(own);
    copyFileSync(join(parityFolder('mapper'), 'model.safetensors'), join(own, 'whole.safetensors'));
    return writeShards(join(own, 'whole.safetensors'), 'model');
  };
  const refuses = (index: string, sentence: string): Promise<void> =>
    assert.rejects(openCheckpoint(index), (error: Error) => {
      assert.equal(error.name, 'CheckpointError');
      assert.equal(error.message.replaceAll(dirname(index), 'F'), sentence);
      return true;
    });
  const rewrite = (index: string, change: (map: Record<string, string>) => unknown): void => {
    const json = JSON.parse(readFileSync(index, 'utf8')) as { weight_map: Record<string, string> };
    writeFileSync(index, JSON.stringify({ weight_map: change(json.weight_map) }));
  };

  it('are read in place, each from its file', async () => {
    const index = await sharded();
    const [parts, whole] = [
      await openCheckpoint(index),
      await openCheckpoint(join(dirname(index), 'whole.safetensors')),
    ];
    assert.deepEqual([...parts.keys].sort(), [...whole.keys].sort());
    assert.deepEqual(parts.files.map((file) => basename(file)).sort(), [FIRST, SECOND]);
    assert.deepEqual(await shardNames(index), [FIRST, SECOND]);
    for (const key of whole.keys) {
      const [a, b] = [parts.get(key), whole.get(key)];
      assert.ok(a && b);
      assert.deepEqual(await readTensor(a), await readTensor(b));
    }
  });

  it('may be what torch.save wrote', async () => {
    const own = join(folder, 'torch');
    mkdirSync(own);
    copyFileSync(join(parityFolder('mapper'), 'model.pt'), join(own, 'pytorch_model-00001-of-00001.bin'));
    const { keys } = await openCheckpoint(join(own, 'pytorch_model-00001-of-00001.bin'));
    const map = Object.fromEntries(keys.map((key) => [key, 'pytorch_model-00001-of-00001.bin']));
    const index = join(own, 'pytorch_model.bin.index.json');
    writeFileSync(index, JSON.stringify({ weight_map: map }));
    assert.deepEqual((await openCheckpoint(index)).keys, keys);
  });

  it('are refused when a file is missing or damaged, which is named', async () => {
    const index = await sharded();
    writeFileSync(join(dirname(index), FIRST), readFileSync(join(dirname(index), FIRST)).subarray(0, 900));
    await assert.rejects(openCheckpoint(index), {
      name: 'CheckpointError',
      message: /00001-of-00002.*truncated/,
    });
    rmSync(join(dirname(index), FIRST));
    await refuses(index, `F/${FIRST}: no such file (${basename(index)} names it: fetch it too)`);
  });

  it('are refused when index and files disagree on a key', async () => {
    const index = await sharded();
    const { weight_map: map } = JSON.parse(readFileSync(index, 'utf8')) as {
      weight_map: Record<string, string>;
    };
    const [key, shard] = Object.entries(map)[0] ?? ['', ''];
    rewrite(index, (map) => ({ ...map, unknown: SECOND }));
    await refuses(index, `F/${basename(index)}, unknown: expected ${SECOND} to have this key, it does not`);
    rewrite(index, (map) =>
      Object.fromEntries(Object.entries(map).filter(([k]) => k !== key && k !== 'unknown')),
    );
    await refuses(
      index,
      `F/${basename(index)}, ${key}: expected ${shard}, which has this key, got no such key`,
    );
    rewrite(index, (map) => ({ ...map, [key]: SECOND }));
    await refuses(
      index,
      `F/${basename(index)}, ${key}: expected ${shard}, which has this key, got ${SECOND}`,
    );
  });

  it('never come from outside the folder of their index', async () => {
    const index = await sharded();
    for (const name of ['../model.safetensors', '/etc/passwd', 'a/b', '..', 'a\\b', 7, basename(index)]) {
      rewrite(index, () => ({ w: name }));
      await refuses(
        index,
        `F/${basename(index)}, w: expected the name of a file beside the index, got ${JSON.stringify(name)}`,
      );
    }
    const linked = await sharded();
    renameSync(join(dirname(linked), FIRST), join(folder, 'elsewhere'));
    symlinkSync(join(folder, 'elsewhere'), join(dirname(linked), FIRST));
    await refuses(linked, `F/${FIRST}: expected a file in the folder of its index, got a link out of it`);
  });

  it('need an index that is one', async () => {
    const index = await sharded();
    for (const [text, sentence] of [
      ['{"weight', 'expected an index of weights in JSON, got other text'],
      ['{"metadata": {}}', 'expected an index with a weight_map, got other JSON'],
      ['{"weight_map": [1]}', 'expected an index with a weight_map, got other JSON'],
    ] as const) {
      writeFileSync(index, text);
      await refuses(index, `F/${basename(index)}: ${sentence}`);
    }
    writeFileSync(index, '{"weight_map": {}}');
    await refuses(index, `F/${basename(index)}, weight_map: expected keys and their files, got none`);
    rewrite(index, () => ({ w: basename(index) }));
  });
});
