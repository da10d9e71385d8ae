import assert from 'node:assert/strict';
import { WebSocket } from 'ws';
import { Connection } from '../../../graph-server/client/connection.ts';
import { StandInExecutor } from '../../support/stand-in-executor.ts';
import { testServer } from '../../support/test-server.ts';

describe('Connection', () => {
  const { url } = testServer(new StandInExecutor());
  const listener = {
    message: () => undefined,
    frame: () => undefined,
    reopened: () => Promise.resolve(),
    lost: () => undefined,
  };

  it('asks and gets the answer to each question', async () => {
    const connection = new Connection(url(), { WebSocket }, listener);
    await connection.open();
    const [first, second] = await Promise.all([
      connection.ask('graph.hello', { version: 1 }),
      connection.ask('graph.cancel', { prompt_id: 'x' }),
    ]);
    assert.deepEqual([first['version'], second['cancelled']], [1, false]);
    await assert.rejects(connection.ask('graph.odd', {}), /graph\.odd: expected a message of version 1/);
    connection.close();
    await assert.rejects(connection.ask('graph.hello', {}), /expected an open connection, got a closed one/);
  });

  it('opens again when it breaks, and says so', async () => {
    const sockets: WebSocket[] = [];
    class Counted extends WebSocket {
      constructor(address: string) {
        super(address);
        sockets.push(this);
      }
    }
    let connection: Connection | undefined;
    await new Promise<void>((resolve, reject) => {
      const reopened = () => {
        resolve();
        return Promise.resolve();
      };
      connection = new Connection(url(), { WebSocket: Counted, clientId: 'c' }, { ...listener, reopened });
      connection.open().then(() => sockets[0]?.terminate(), reject);
    });
    assert.equal((await connection?.ask('graph.hello', {}))?.['version'], 1);
    connection?.close();
  });

  it('says that no server is there', async () => {
    const away = new Connection('http://127.0.0.1:1', { WebSocket }, listener);
    await assert.rejects(away.open(), /^Error: http:\/\/127\.0\.0\.1:1: expected a server that answers/);
  });
});
