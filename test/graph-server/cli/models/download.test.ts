import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { download } from '../../../../graph-server/cli/models/download.ts';
import { fileHost, serveBytes, type FileHost } from '../../../support/file-host.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const BYTES = Buffer.from(Array.from({ length: 200_000 }, (_, i) => (i * 7) % 251));
const SHA256 = createHash('sha256').update(BYTES).digest('hex');
const GIT = createHash('sha1').update(`blob ${BYTES.length}\0`).update(BYTES).digest('hex');
const quick = { pause: () => 1 };

describe('download', () => {
  const folder = temporaryFolder();
  let count = 0;
  let host: FileHost | undefined;
  const place = (): string => join(folder, String((count += 1)), 'file.bin');
  const serve = async (answer: Parameters<typeof fileHost>[0]): Promise<string> => {
    host = await fileHost(answer);
    return `${host.url}file.bin`;
  };

  afterEach(() => host?.close());

  it('fetches a file, says how far it is, and gives it its name when it is whole', async () => {
    const url = await serve((request, response) => serveBytes(request, response, BYTES));
    const to = place();
    const seen: (number | undefined)[] = [];
    const got = await download({ url, to, sha256: SHA256 }, { onProgress: (bytes, total) => seen.push(bytes, total) });
    assert.deepEqual(got, { bytes: BYTES.length, sha256: SHA256, checkedBy: 'the known SHA-256' });
    assert.ok(readFileSync(to).equals(BYTES));
    assert.deepEqual(seen.slice(-2), [BYTES.length, BYTES.length]);
    assert.ok(!existsSync(`${to}.part`) && !existsSync(`${to}.part.json`));
  });

  it('goes on from where a connection broke', async () => {
    const url = await serve((request, response, n) => {
      if (n > 1) { serveBytes(request, response, BYTES); return; }
      response.writeHead(200, { etag: '"1"', 'content-length': BYTES.length });
      response.write(BYTES.subarray(0, 70_000), () => setImmediate(() => response.destroy()));
    });
    const to = place();
    await download({ url, to, sha256: SHA256 }, quick);
    assert.ok(readFileSync(to).equals(BYTES));
    const { range, 'if-range': condition } = host?.requests[1]?.headers ?? {};
    assert.match(range ?? '', /^bytes=[1-9]\d*-$/);
    assert.equal(condition, '"1"');
  });

  it('goes on in a later call, and begins anew when the file changed meanwhile', async () => {
    let etag = '"1"';
    const url = await serve((request, response, n) => {
      if (n !== 1 && n !== 3) { serveBytes(request, response, BYTES, etag); return; }
      response.writeHead(200, { etag: '"1"', 'content-length': BYTES.length });
      response.write(BYTES.subarray(0, 70_000), () => setImmediate(() => response.destroy()));
    });
    for (const tag of ['"1"', '"2"']) {
      const to = place();
      await assert.rejects(download({ url, to }, { attempts: 1 }), /expected the whole file, the connection broke/);
      assert.ok(existsSync(`${to}.part`));
      etag = tag;
      await download({ url, to, sha256: SHA256 });
      assert.ok(readFileSync(to).equals(BYTES));
    }
  });

  it('begins anew where a server ignores Range', async () => {
    const url = await serve((_, response, n) => {
      response.writeHead(200, { etag: '"1"', 'content-length': BYTES.length });
      if (n > 1) response.end(BYTES);
      else response.write(BYTES.subarray(0, 9), () => setImmediate(() => response.destroy()));
    });
    const to = place();
    await download({ url, to, sha256: SHA256 }, quick);
    assert.ok(readFileSync(to).equals(BYTES));
  });

  it('refuses contents that hash to something else, and removes them', async () => {
    const url = await serve((request, response) => serveBytes(request, response, BYTES));
    const to = place();
    await assert.rejects(download({ url, to, sha256: '0'.repeat(64) }), {
      message: `${url}: expected SHA-256 ${'0'.repeat(64)}, got ${SHA256} (the file was removed)`,
    });
    assert.ok(!existsSync(to) && !existsSync(`${to}.part`));
  });

  it('checks against what the server states: SHA-256 before a redirect, or the hash of git', async () => {
    const answers: Record<string, string>[] = [{ 'x-linked-etag': `"${SHA256}"` }, { 'x-linked-etag': `"${'1'.repeat(64)}"` }];
    const url = await serve((request, response) => {
      if (request.url === '/there') { serveBytes(request, response, BYTES); return; }
      if (request.url === '/git') {
        response.writeHead(200, { etag: `"${GIT}"`, 'x-repo-commit': 'c' }).end(BYTES);
        return;
      }
      response.writeHead(302, { location: '/there', ...answers.shift() }).end();
    });
    assert.equal((await download({ url, to: place() })).checkedBy, "the server's SHA-256");
    await assert.rejects(download({ url, to: place() }), /expected SHA-256 1{64}, got /);
    const git = await download({ url: new URL('/git', url).href, to: place() });
    assert.equal(git.checkedBy, "the server's git hash");
  });

  it('says so when there is nothing to check against', async () => {
    const url = await serve((request, response) => serveBytes(request, response, BYTES));
    assert.match((await download({ url, to: place() })).checkedBy, /^its length alone/);
  });

  it('does not try again what a server refuses, and gives up a connection that stays broken', async () => {
    const url = await serve((request, response) => response.writeHead(request.url === '/gone' ? 404 : 503).end());
    const gone = new URL('/gone', url).href;
    await assert.rejects(download({ url: gone, to: place() }, quick), {
      message: `${gone}: expected the file, the server answered 404`,
    });
    assert.equal(host?.requests.length, 1);
    await assert.rejects(download({ url, to: place() }, { ...quick, attempts: 3 }), /the server answered 503$/);
    assert.equal(host.requests.length, 4);
  });

  it('gives up a connection on which nothing comes', async () => {
    const url = await serve((_, response) => response.writeHead(200, { 'content-length': 9 }).flushHeaders());
    await assert.rejects(
      download({ url, to: place() }, { attempts: 1, stall: 50 }),
      /expected the whole file, the connection broke \(no byte for 0.05 s\)$/,
    );
  });
});
