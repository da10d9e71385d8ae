import assert from 'node:assert/strict';
import { once } from 'node:events';
import { WebSocket } from 'ws';
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
    assert.equal(await refusedWith(at('/ws?clientId=many')), 429);
    for (const client of clients) client.close();
  });

  it('ends a socket that sends too much', async () => {
    const client = new TestClient(url(), 'big');
    await client.until(() => true);
    client.socket.send(Buffer.alloc(2 ** 20 + 1));
    const [code] = (await once(client.socket, 'close')) as [number];
    assert.ok([1006, 1009].includes(code));
  });
});
