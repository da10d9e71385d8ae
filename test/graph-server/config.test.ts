import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configOf, configOfArguments, packageRoot } from '../../graph-server/config.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

describe('configuration', () => {
  const data = temporaryFolder();
  const file = join(data, 'config.json');
  /** The packs that do not ship. */
  const added = (packs: readonly string[]) =>
    packs.filter((path) => !path.startsWith(join(packageRoot, 'nodes')));

  it('has a default for everything', () => {
    const config = configOf({});
    assert.deepEqual(
      [config.port, config.listen, config.data],
      [8188, '127.0.0.1', join(packageRoot, 'data')],
    );
    assert.deepEqual(
      config.packs.map((pack) => pack.replace(packageRoot, '').replace(/\.[jt]s$/, '')),
      ['elite', 'diffusion', 'image', 'evaluation'].map((pack) => `/nodes/${pack}/index`),
    );
  });

  it('takes the file of the data folder, and flags before it', () => {
    writeFileSync(file, '{"port": 9000, "packs": ["/packs/mine.js"], "maxUploadMiB": 1}');
    const config = configOfArguments(['--data', data, '--listen', '::1']);
    assert.deepEqual(
      [config.port, config.listen, added(config.packs), config.maxUploadBytes],
      [9000, '::1', ['/packs/mine.js'], 2 ** 20],
    );
    assert.equal(configOfArguments(['--data', data, '--port', '0']).port, 0);
  });

  it('bounds history and queue as the file says, at 10,000 each by default', () => {
    writeFileSync(file, '{}');
    assert.deepEqual([configOf({ data }).maxHistory, configOf({ data }).maxQueued], [10_000, 10_000]);
    writeFileSync(file, '{"maxHistory": 5, "maxQueued": 7}');
    assert.deepEqual([configOf({ data }).maxHistory, configOf({ data }).maxQueued], [5, 7]);
    writeFileSync(file, '{"maxHistory": 0}');
    assert.throws(() => configOf({ data }), /config\.json, maxHistory: expected/);
  });

  it('keeps results as a flag or the file says, and a gigabyte of them by default', () => {
    const cache = (...args: string[]) => configOfArguments(['--data', data, ...args]).cache;
    writeFileSync(file, '{}');
    assert.deepEqual(cache(), { mode: 'ram', gigabytes: 1 });
    writeFileSync(file, '{"cache": {"lru": 7}}');
    assert.deepEqual(cache(), { mode: 'lru', entries: 7 });
    assert.deepEqual(cache('--cache-classic'), { mode: 'classic' });
    assert.deepEqual(cache('--cache-none'), { mode: 'none' });
    assert.deepEqual(cache('--cache-lru', '20'), { mode: 'lru', entries: 20 });
    assert.deepEqual(cache('--cache-ram', '2.5'), { mode: 'ram', gigabytes: 2.5 });
    writeFileSync(file, '{"cache": "none"}');
    assert.deepEqual(cache(), { mode: 'none' });
    assert.throws(() => cache('--cache-lru', 'x'), /^Error: --cache-lru: expected a number from 1, got "x"$/);
    assert.throws(() => cache('--cache-none', '--cache-classic'), /expected one way to keep results, got 2/);
    writeFileSync(file, '{"cache": "all"}');
    assert.throws(() => cache(), /config\.json, cache: expected/);
  });

  it('computes as flags or the file say, flags first, and else as the machine has it', () => {
    writeFileSync(file, '{}');
    assert.deepEqual(configOf({ data }).compute, {});
    writeFileSync(file, '{"threads": 2, "modelMemory": 1.5, "provider": "cuda"}');
    const ofFile = { threads: 2, bytes: 1.5 * 2 ** 30, provider: 'cuda' };
    assert.deepEqual(configOf({ data }).compute, ofFile);
    const flags = ['--data', data, '--threads', '4', '--model-memory', '0.5'];
    assert.deepEqual(configOfArguments(flags).compute, { ...ofFile, threads: 4, bytes: 2 ** 29 });
    assert.equal(configOf({ data, provider: 'cpu' }).compute.provider, 'cpu');
    for (const wrong of ['{"threads": 0}', '{"threads": 1.5}', '{"modelMemory": 0}', '{"provider": "gpu"}']) {
      writeFileSync(file, wrong);
      assert.throws(() => configOf({ data }), /config\.json, \w+: expected .+, got/);
    }
    writeFileSync(file, '{}');
  });

  it('finds named packs in the data folder, besides those that ship', () => {
    writeFileSync(file, '{"packs": ["mine"]}');
    assert.deepEqual(added(configOf({ data }).packs), [join(data, 'packs', 'mine')]);
    mkdirSync(join(data, 'packs', 'mine'), { recursive: true });
    writeFileSync(join(data, 'packs', 'mine', 'index.mjs'), '');
    assert.deepEqual(added(configOf({ data }).packs), [join(data, 'packs', 'mine', 'index.mjs')]);
    writeFileSync(file, '{}');
    assert.deepEqual(added(configOf({ data }).packs), []); // what lies in packs/ loads only once it is named
  });

  it('says one sentence about what it does not understand', () => {
    assert.throws(
      () => configOf({ port: '70000' }),
      /^Error: --port: expected a number from 0 to 65535, got "70000"$/,
    );
    assert.throws(() => configOfArguments(['--prot', '1']), /--prot/);
    assert.throws(
      () => configOfArguments(['--front-end-root', data]),
      /^Error: --front-end-root: expected a folder that holds an index\.html, got \//,
    );
    writeFileSync(file, '{"port": "x"}');
    assert.throws(() => configOf({ data }), /config\.json, port: expected number, got "x"/);
    writeFileSync(file, '{"colour": 1}');
    assert.throws(() => configOf({ data }), /config\.json, colour: expected never/);
    writeFileSync(file, '{');
    assert.throws(() => configOf({ data }), /config\.json: expected a JSON file/);
    assert.throws(() => configOf({ config: join(data, 'none.json') }), /none\.json/);
  });
});
