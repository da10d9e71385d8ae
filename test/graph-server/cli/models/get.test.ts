import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
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
    assert.match((await asked('clip-vit-large-patch14', { accepted: true, from: host.url })).out, /vocab\.json: there already \(its size and SHA-256 are as they were\)$/m);
    assert.equal(host.requests.length, length);
    await host.close();
  });

  it('says which file is no more what was fetched, and fetches none in its place', async () => {
    const host = await fileHost((request, response) => serveBytes(request, response, Buffer.from(request.url ?? '')));
    const own = temporaryFolder();
    const name = 'clip-vit-large-patch14';
    const again = () =>
      captured(() => get({ folder: own, name, accepted: true, json: false, from: `${host.url}clip` }));
    await again();
    const { length } = host.requests;
    const to = join(own, 'downloads', name);
    writeFileSync(join(to, 'vocab.json'), 'cut');
    writeFileSync(join(to, 'merges.txt'), '/CLIP/merges.txt');
    const { result, out } = await again();
    assert.equal(result, 1);
    assert.match(out, /vocab\.json: expected 16 bytes, as it was fetched, got 3 \(truncated\?\); remove it to fetch it again$/m);
    assert.match(out, /merges\.txt: expected SHA-256 [0-9a-f]{64}, got [0-9a-f]{64}; remove it to fetch it again$/m);
    assert.match(out, /^config\.json: there already/m);
    assert.doesNotMatch(out, /next: /);
    assert.equal(host.requests.length, length);
    for (const path of ['vocab.json', 'merges.txt', 'fetched.json']) rmSync(join(to, path));
    const mended = await again();
    assert.equal(mended.result, 0);
    assert.match(mended.out, /^vocab\.json: 16 B, SHA-256/m);
    assert.match(mended.out, /^config\.json: there already \(nothing is kept to compare it with\)$/m);
    await host.close();
  });
});
