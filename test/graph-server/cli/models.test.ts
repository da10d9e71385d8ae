import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { main } from '../../../graph-server/cli/main.ts';
import { captured } from '../../support/captured.ts';
import { safetensorsFile, storedTensors } from '../../support/safetensors-file.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { writeTinyPublished } from '../../support/tiny-bundle.ts';

describe('elite-graph models', () => {
  const data = temporaryFolder();

  it('lists the bundles of the data folder', async () => {
    for (const [name, text] of [
      ['mine', '{"description":"my own"}'],
      ['broken', '{'],
    ] as const) {
      mkdirSync(join(data, 'models', name), { recursive: true });
      writeFileSync(join(data, 'models', name, 'bundle.json'), text);
    }
    mkdirSync(join(data, 'models', 'vae'));
    const { result, out } = await captured(() => main(['models', '--data', data]));
    assert.equal(result, 0);
    assert.match(out, /^mine .*my own$/m);
    assert.match(out, /^broken .*not readable/m);
    assert.doesNotMatch(out, /^vae/m);
  });

  it('asks for every part of a bundle that is added', async () => {
    assert.equal((await captured(() => main(['models', 'add']))).result, 2);
    const { result, err } = await captured(() => main(['models', 'add', 'sd', '--sd', 'x']));
    assert.deepEqual(
      [result, err],
      [2, 'models add: expected --sd, --clip, --global and --local, got fewer'],
    );
  });

  it('adds a bundle of published files, which is listed then', async () => {
    const parts = await writeTinyPublished(join(data, 'published'));
    const flags = Object.entries(parts).flatMap(([flag, path]) => [`--${flag}`, path]);
    const add = () => captured(() => main(['models', 'add', 'tiny', '--data', data, ...flags]));
    assert.deepEqual((await add()).result, 0);
    assert.match((await captured(() => main(['models', '--data', data]))).out, /^tiny .*published files/m);
    mkdirSync(join(data, 'models/checkpoints'));
    writeFileSync(join(data, 'models/checkpoints/sd.safetensors'), 'seven b');
    const { out } = await captured(() => main(['models', '--data', data]));
    assert.match(out, /^sd\.safetensors .*checkpoints.sd\.safetensors {2}A single file, 7 B\.$/m);
    const { result, err } = await add();
    assert.equal(result, 1);
    assert.match(err, /models.tiny: expected a new name, got one that is taken$/);
  });

  it('tells of keys that no network asks for, after adding and when it verifies', async () => {
    const parts = await writeTinyPublished(join(data, 'more'));
    const extra = { dtype: 'F32', shape: [1], bytes: Buffer.alloc(4) };
    const more = ['a', 'b', 'c', 'd'].map((key) => [`ema.${key}`, extra] as const);
    writeFileSync(parts.local, safetensorsFile(new Map([...(await storedTensors(parts.local)), ...more])));
    const flags = Object.entries(parts).flatMap(([flag, path]) => [`--${flag}`, path]);
    const added = await captured(() => main(['models', 'add', 'more', '--data', data, ...flags]));
    assert.equal(added.result, 0);
    const note = /more.elite.local_mapper\.pt: 4 keys that no network needs \(ema\.a, ema\.b, ema\.c, …\)$/m;
    assert.match(added.out, note);
    const verified = await captured(() => main(['models', 'verify', 'more', '--data', data]));
    assert.equal(verified.result, 0);
    assert.match(verified.out, note);
  });

  it('verifies and removes what was added', async () => {
    const sound = await captured(() => main(['models', 'verify', 'tiny', '--data', data]));
    assert.equal(sound.result, 0);
    assert.match(sound.out, /^tiny +keys and shapes +ok$/m);
    assert.equal(
      (await captured(() => main(['models', 'remove', 'tiny', '--yes', '--data', data]))).result,
      0,
    );
    assert.doesNotMatch((await captured(() => main(['models', 'list', '--data', data]))).out, /^tiny/m);
  });

  it('says what it understands', async () => {
    assert.match((await captured(() => main(['models', 'get', '--data', data]))).out, /OpenRAIL-M/);
    for (const [args, sentence] of [
      [['fetch'], /^models: expected list, add, verify, remove or get, got fetch$/],
      [['remove'], /^models remove: expected a name, got none$/],
      [['verify', 'a', 'b'], /^models verify: expected one name, got more$/],
    ] as const) {
      const { result, err } = await captured(() => main(['models', ...args, '--data', data]));
      assert.equal(result, 2);
      assert.match(err, sentence);
    }
  });
});
