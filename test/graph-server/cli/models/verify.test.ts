import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { verify } from '../../../../graph-server/cli/models/verify.ts';
import { captured } from '../../../support/captured.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { writeTinyBundle } from '../../../support/tiny-bundle.ts';

describe('models verify', () => {
  const folder = temporaryFolder();

  before(async () => {
    await writeTinyBundle(folder, 'sound');
    await writeTinyBundle(folder, 'broken');
    writeFileSync(join(folder, 'broken/unet/config.json'), '{"in_channels": 9}');
  });

  it('prints a table with the size, hash and verdict of each file, and fails when one is wrong', async () => {
    const { result, out } = await captured(() => verify({ folders: [folder], json: false }));
    assert.equal(result, 1);
    assert.match(out, /^model +file +size +SHA-256 +verdict$/m);
    assert.match(out, /^sound +unet\/weights\.safetensors +[\d.]+ MB +[0-9a-f]{64} +ok$/m);
    assert.match(out, /^sound +keys and shapes +ok$/m);
    assert.match(out, /^broken +unet\/config\.json .*: expected \d+ bytes, as bundle\.json says, got 18/m);
    assert.equal(out.match(/as bundle\.json says, got 18/g)?.length, 1, 'told of its file alone');
    assert.match(out, /^broken +keys and shapes +no other fault$/m);
  });

  it('takes one model alone, and speaks JSON', async () => {
    const { result, out } = await captured(() => verify({ folders: [folder], name: 'sound', json: true }));
    assert.equal(result, 0);
    const [only, ...rest] = JSON.parse(out) as { name: string; isSound: boolean }[];
    assert.deepEqual([only?.name, only?.isSound, rest.length], ['sound', true, 0]);
  });

  it('names the models that there are when one is unknown', async () => {
    await assert.rejects(
      verify({ folders: [folder], name: 'none', json: false }),
      /^Error: none: expected one of broken, sound, got another name$/,
    );
  });
});
