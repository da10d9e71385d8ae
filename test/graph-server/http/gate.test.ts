import assert from 'node:assert/strict';
import { request } from 'node:http';
import { StandInExecutor } from '../../support/stand-in-executor.ts';
import { TestClient, testServer } from '../../support/test-server.ts';

describe('gate', () => {
  const { url } = testServer(new StandInExecutor(), { allowedOrigins: ['https://friend.example'] });

  /** The status of a request with these headers, sent as they are. */
  function status(
    headers: Record<string, string>,
    method = 'GET',
    path = '/queue',
    body = '',
  ): Promise<number> {
    return new Promise((resolve, reject) => {
      const sent = request(
        `${url()}${path}`,
        { method, headers: { ...headers, 'Content-Length': String(body.length) } },
        (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
  }

  it('lets programs in that send no headers of browsers', async () => {
    assert.equal(await status({}), 200);
    assert.equal(
      await status({ 'Content-Type': 'application/x-www-form-urlencoded' }, 'POST', '/queue', '{}'),
      200,
    );
  });

  it('knows loopback names with any port and no other name', async () => {
    for (const host of ['localhost', 'localhost:9', '127.0.0.1:1', '127.9.9.9', '[::1]:80'])
      assert.equal(await status({ Host: host }), 200, host);
    for (const host of ['evil.example', '127.0.0.1.evil.example', 'localhost.evil'])
      assert.equal(await status({ Host: host }), 421, host);
  });

  it('refuses pages of other origins, also of the same machine', async () => {
    const { host } = new URL(url());
    assert.equal(await status({ Origin: url() }), 200);
    assert.equal(await status({ Origin: 'https://friend.example' }), 200);
    for (const origin of [
      'http://evil.example',
      'null',
      'http://localhost:1',
      `https://${host.replace(/:.*/, ':1')}`,
    ]) {
      assert.equal(await status({ Origin: origin }), 403, origin);
    }
    assert.equal(await status({ 'Sec-Fetch-Site': 'same-origin' }), 200);
    for (const site of ['cross-site', 'same-site'])
      assert.equal(await status({ 'Sec-Fetch-Site': site }), 403, site);
  });

  it('lets a link of another page open the editor and nothing else', async () => {
    const navigation = {
      'Sec-Fetch-Site': 'cross-site',
      'Sec-Fetch-Mode': 'navigate',
      'Sec-Fetch-Dest': 'document',
    };
    assert.notEqual(await status(navigation, 'GET', '/'), 403);
    assert.equal(await status(navigation, 'GET', '/queue'), 403);
    assert.equal(await status(navigation, 'POST', '/'), 403);
  });

  it('asks browsers for JSON, except where any file goes', async () => {
    const form = { Origin: url(), 'Content-Type': 'text/plain' };
    assert.equal(await status(form, 'POST', '/queue', '{}'), 415);
    assert.equal(await status(form, 'POST', '/settings/a.b', '1'), 200);
    assert.equal(await status({ ...form, 'Content-Type': 'application/json' }, 'POST', '/queue', '{}'), 200);
    assert.equal(await status({ 'Content-Encoding': 'gzip' }, 'POST', '/queue', '{}'), 415);
  });

  it('refuses NUL and endless addresses', async () => {
    assert.equal(await status({}, 'GET', '/view?filename=a%00b'), 400);
    assert.equal(await status({}, 'GET', `/view?filename=${'a'.repeat(9000)}`), 414);
  });

  it('stands before sockets too', async () => {
    const client = new TestClient(url(), 'c', { Origin: 'http://evil.example' });
    const answered = await new Promise((resolve) =>
      client.socket.on('unexpected-response', (_, response) => resolve(response.statusCode)),
    );
    assert.equal(answered, 403);
  });
});
