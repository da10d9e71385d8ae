import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { WebSocket } from 'ws';
import { Hub } from '../../../graph-server/ws/hub.ts';
import { serveSockets } from '../../../graph-server/ws/upgrade.ts';
import { StandInExecutor } from '../../support/stand-in-executor.ts';
import { TestClient, testServer } from '../../support/test-server.ts';

describe('upgrade', () => {
  const { url } = testServer(new StandInExecutor());
  const at = (path: string) => new WebSocket(url().replace('http', 'ws') + path);

  async function refusedWith(socket: WebSocket): Promise<unknown> {
    socket.on('error', () => undefined);
    return new Promise((resolve) =>
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode)),
    );
  }

  it('takes sockets at both addresses and nowhere else', async () => {
    for (const path of ['/ws', '/api/ws?clientId=a']) {
      const socket = at(path);
      await once(socket, 'message');
      socket.close();
    }
    assert.equal(await refusedWith(at('/other')), 404);
    assert.equal(await refusedWith(at(`/ws?clientId=${'x'.repeat(200)}`)), 400);
  });

  it('bounds the sockets of a client', async () => {
    const clients = Array.from({ length: 16 }, () => new TestClient(url(), 'many'));
    for (const client of clients) await client.until(() => true);
    assert.equal(await refusedWith(at('/ws?clientId=many')), 503);
    for (const client of clients) client.close();
  });

  it('ends a socket that sends too much', async () => {
    const client = new TestClient(url(), 'big');
    await client.until(() => true);
    client.socket.send(Buffer.alloc(2 ** 20 + 1));
    const [code] = (await once(client.socket, 'close')) as [number];
    assert.ok([1006, 1009].includes(code));
  });

  it('survives addresses that are none', async () => {
    const { hostname, port } = new URL(url());
    for (const path of ['//', '///', '//[', '//[/ws', '/%zz', '*', 'http://[', '/ws?clientId=%00']) {
      const status = await new Promise<string>((resolve) => {
        const raw = connect(Number(port), hostname, () =>
          raw.write(
            `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
              'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
          ),
        );
        raw.on('data', (bytes) => resolve(bytes.toString().slice(9, 12)));
        raw.on('close', () => resolve('closed'));
        raw.on('error', () => undefined);
      });
      assert.match(status, /^40[04]$/, path);
    }
    assert.equal((await fetch(`${url()}/prompt`)).status, 200);
  });

  it('ends a message in very many pieces', async () => {
    const client = new TestClient(url(), 'pieces');
    await client.until(() => true);
    for (let piece = 0; piece < 1000; piece += 1) client.socket.send('x', { fin: false });
    const [code] = (await once(client.socket, 'close')) as [number];
    assert.ok([1006, 1008].includes(code), String(code));
  });

  it('cuts a socket that gives no sign of life, and keeps one that does', async () => {
    const server = createServer();
    const hub = new Hub({ supports_preview_metadata: true, max_upload_size: 1, assets: false });
    const listener = { text: () => undefined, bytes: () => undefined, closed: () => undefined };
    const rules = { allowedHosts: [], allowedOrigins: [] };
    const close = serveSockets(server, hub, rules, {
      greeting: () => [],
      listener: () => listener,
      pingMs: 100,
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const place = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/ws`;
    const [dead, live] = [new WebSocket(`${place}?clientId=dead`, { autoPong: false }), new WebSocket(place)];
    let pings = 0;
    const pinged = new Promise<void>((resolve) => live.on('ping', () => (pings += 1) === 4 && resolve()));
    await once(dead, 'close');
    await pinged;
    assert.deepEqual([live.readyState, hub.socketsOf('dead'), hub.size], [WebSocket.OPEN, 0, 1]);
    await close();
    server.close();
  });
});
