import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configOf, configOfArguments, packageRoot } from '../../graph-server/config.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

describe('configuration', () => {
  const data = temporaryFolder();
  const file = join(data, 'config.json');

  it('has a default for everything', () => {
    const config = configOf({});
    assert.deepEqual(
      [config.port, config.listen, config.data],
      [8188, '127.0.0.1', join(packageRoot, 'data')],
    );
    assert.deepEqual(
      config.packs.map((pack) => pack.replace(packageRoot, '').replace(/\.[jt]s$/, '')),
      ['/nodes/elite/index', '/nodes/diffusion/index', '/nodes/image/index'],
    );
  });

  it('takes the file of the data folder, and flags before it', () => {
    writeFileSync(file, '{"port": 9000, "packs": ["/packs/mine.js"], "maxUploadMiB": 1}');
    const config = configOfArguments(['--data', data, '--listen', '::1']);
    assert.deepEqual(
      [config.port, config.listen, config.packs, config.maxUploadBytes],
      [9000, '::1', ['/packs/mine.js'], 2 ** 20],
    );
    assert.equal(configOfArguments(['--data', data, '--port', '0']).port, 0);
  });

  it('says one sentence about what it does not understand', () => {
    assert.throws(
      () => configOf({ port: '70000' }),
      /^Error: --port: expected a number from 0 to 65535, got "70000"$/,
    );
    assert.throws(() => configOfArguments(['--prot', '1']), /--prot/);
    writeFileSync(file, '{"port": "x"}');
    assert.throws(() => configOf({ data }), /config\.json, port: expected number, got "x"/);
    writeFileSync(file, '{"colour": 1}');
    assert.throws(() => configOf({ data }), /config\.json, colour: expected never/);
    writeFileSync(file, '{');
    assert.throws(() => configOf({ data }), /config\.json: expected a JSON file/);
    assert.throws(() => configOf({ config: join(data, 'none.json') }), /none\.json/);
  });
});
