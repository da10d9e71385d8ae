import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pngWith } from '../../support/png.ts';
import { StandInExecutor } from '../../support/stand-in-executor.ts';
import { testServer } from '../../support/test-server.ts';

describe('GET /view', () => {
  const { url, data } = testServer(new StandInExecutor());
  const png = pngWith();

  before(() => {
    mkdirSync(join(data, 'output', 'sub'), { recursive: true });
    writeFileSync(join(data, 'output', 'sub', 'a.png'), png);
    writeFileSync(join(data, 'input', 'page.html'), '<script>alert(1)</script>');
    writeFileSync(join(data, 'secret.txt'), 'secret');
    symlinkSync(join(data, 'secret.txt'), join(data, 'output', 'link.png'));
    symlinkSync(data, join(data, 'output', 'way'));
  });

  const view = (query: Record<string, string>) =>
    fetch(`${url()}/view?${new URLSearchParams(query).toString()}`);

  it('sends a file as it is, with its type by content', async () => {
    const answer = await view({ filename: 'a.png', subfolder: 'sub' });
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('content-type'), 'image/png');
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
    assert.match(answer.headers.get('content-security-policy') ?? '', /sandbox/);
    assert.deepEqual(Buffer.from(await answer.arrayBuffer()), Buffer.from(png));
  });

  it('sends parts of a file', async () => {
    const query = new URLSearchParams({ filename: 'a.png', subfolder: 'sub' }).toString();
    const answer = await fetch(`${url()}/view?${query}`, { headers: { Range: 'bytes=1-3' } });
    assert.equal(answer.status, 206);
    assert.equal(await answer.text(), 'PNG');
  });

  it('takes the folder from an annotated name', async () => {
    const answer = await view({ filename: 'page.html [input]' });
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('content-type'), 'application/octet-stream');
    assert.match(answer.headers.get('content-disposition') ?? '', /^attachment/);
  });

  it('encodes previews anew', async () => {
    const webp = await view({ filename: 'a.png', subfolder: 'sub', preview: 'webp;50' });
    assert.equal(webp.headers.get('content-type'), 'image/webp');
    assert.equal(Buffer.from(await webp.arrayBuffer()).toString('latin1', 8, 12), 'WEBP');
    const jpeg = await view({ filename: 'a.png', subfolder: 'sub', preview: 'jpeg;80' });
    assert.equal(jpeg.headers.get('content-type'), 'image/jpeg');
    const alpha = await view({ filename: 'a.png', subfolder: 'sub', channel: 'a' });
    assert.equal(alpha.headers.get('content-type'), 'image/png');
  });

  it('makes previews of a side, and says which sides there are', async () => {
    const preview = { filename: 'a.png', subfolder: 'sub', preview: 'webp;50' };
    assert.equal((await view({ ...preview, side: '8' })).status, 200);
    for (const side of ['0', '-1', '1.5', 'x', '1e9']) {
      const answer = await view({ ...preview, side });
      assert.equal(answer.status, 400);
      assert.match(await answer.text(), /side: expected a whole number from 1 to 16384/);
    }
  });

  it('refuses a preview of what is no picture', async () => {
    assert.equal((await view({ filename: 'page.html', type: 'input', preview: 'webp' })).status, 415);
  });

  it('reads nothing outside its folders', async () => {
    const hostile: [Record<string, string>, number][] = [
      [{}, 404],
      [{ filename: 'none.png' }, 404],
      [{ filename: '../secret.txt' }, 400],
      [{ filename: '/etc/passwd' }, 400],
      [{ filename: 'secret.txt', subfolder: '..' }, 403],
      [{ filename: 'secret.txt', subfolder: '../' }, 403],
      [{ filename: 'secret.txt', subfolder: 'sub/../..' }, 403],
      [{ filename: 'secret.txt', subfolder: 'way' }, 403],
      [{ filename: 'link.png' }, 403],
      [{ filename: 'secret.txt', subfolder: data }, 403],
      [{ filename: 'a\\b.png' }, 403],
      [{ filename: 'a.png', type: 'state' }, 400],
      [{ filename: 'graph.db', subfolder: '../state' }, 403],
      [{ filename: 'sub' }, 404],
    ];
    for (const [query, status] of hostile)
      assert.equal((await view(query)).status, status, JSON.stringify(query));
  });
});
