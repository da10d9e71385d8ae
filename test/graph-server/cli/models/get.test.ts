import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { get } from '../../../../graph-server/cli/models/get.ts';
import { captured } from '../../../support/captured.ts';
import { fileHost, serveBytes } from '../../../support/file-host.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

describe('models get', () => {
  const folder = temporaryFolder();
  const asked = (name: string, more: { accepted?: boolean; from?: string } = {}) =>
    captured(() => get({ folder, name, accepted: false, json: false, ...more }));

  it('lists what can be had, with the licences', async () => {
    const { out } = await asked('');
    assert.match(out, /^stable-diffusion-v1-4 +CreativeML OpenRAIL-M +https/m);
    assert.match(out, /^clip-vit-large-patch14 +MIT /m);
  });

  it('asks for the acceptance of the licence, which it names', async () => {
    await assert.rejects(asked('stable-diffusion-v1-4'), {
      exitCode: 2,
      message: /expected --accept-licence, which says that you accept CreativeML OpenRAIL-M \(https:.*\), got none$/,
    });
    await assert.rejects(asked('elite', { accepted: true }), /expected --from URL, .* fetched by hand: https:/);
    await assert.rejects(asked('sdxl'), /expected one of stable-diffusion-v1-4, .*, got another name$/);
    await assert.rejects(asked('elite', { from: 'file:///etc', accepted: true }), /expected an address of HTTP/);
  });

  it('fetches the files into a folder of their own, and what is there already not again', async () => {
    const host = await fileHost((request, response) => serveBytes(request, response, Buffer.from(request.url ?? '')));
    const { result, out } = await asked('clip-vit-large-patch14', { accepted: true, from: `${host.url}clip` });
    assert.equal(result, 0);
    const to = join(folder, 'downloads/clip-vit-large-patch14');
    assert.equal(readFileSync(join(to, 'merges.txt'), 'utf8'), '/clip/merges.txt');
    assert.match(out, /model\.safetensors: 23 B, SHA-256 [0-9a-f]{64}, checked by its length alone/);
    assert.match(readFileSync(join(to, 'licence.json'), 'utf8'), /"name": "MIT"/);
    const { length } = host.requests;
    assert.match((await asked('clip-vit-large-patch14', { accepted: true, from: host.url })).out, /vocab\.json: there already/);
    assert.equal(host.requests.length, length);
    await host.close();
  });
});
