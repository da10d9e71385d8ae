import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { configOf, type ServerConfig } from '../../graph-server/config.ts';
import type { Executor } from '../../graph-server/queue/executor.ts';
import { startServer, type RunningServer } from '../../graph-server/server.ts';

/** A configuration for a test: any free port, a data folder of its own. */
export function testConfig(data: string, more: Partial<ServerConfig> = {}): ServerConfig {
  return { ...configOf({ data, port: '0' }), packs: [], ...more };
}

/** Starts a server on a free port in a new folder for the tests of one `describe`. */
export function testServer(
  executor: Executor,
  more: Partial<ServerConfig> = {},
): { url: () => string; data: string } {
  const data = mkdtempSync(join(tmpdir(), 'elite-graph-server-'));
  let server: RunningServer | undefined;
  before(async () => {
    server = await startServer(testConfig(data, more), () => Promise.resolve(executor));
  });
  after(async () => {
    await server?.close();
    rmSync(data, { recursive: true, force: true });
  });
  return { url: () => server?.url ?? '', data };
}

/** Sends JSON. */
export function post(url: string, body: unknown): Promise<Response> {
  return fetch(url, { method: 'POST', body: JSON.stringify(body) });
}

/** What a socket got: a message, or a binary frame under the type `frame N`. */
export interface Received {
  readonly type: string;
  readonly data: Record<string, unknown>;
  readonly bytes?: Buffer;
}

/** A client on the socket that keeps all it hears. */
export class TestClient {
  readonly received: Received[] = [];
  readonly socket: WebSocket;
  #changed: () => void = () => undefined;

  constructor(url: string, clientId?: string, headers: Record<string, string> = {}) {
    const query = clientId === undefined ? '' : `?clientId=${clientId}`;
    this.socket = new WebSocket(`${url.replace('http', 'ws')}/ws${query}`, { headers });
    this.socket.on('message', (bytes: Buffer, isBinary) => {
      const frame = () => ({ type: `frame ${bytes.readUInt32BE()}`, data: {}, bytes });
      this.received.push(isBinary ? frame() : (JSON.parse(bytes.toString()) as Received));
      this.#changed();
    });
    this.socket.on('error', () => undefined);
  }

  /** The types heard so far. */
  get types(): string[] {
    return this.received.map(({ type }) => type);
  }

  /** Waits until something heard fits; mocha's own limit ends a wait in vain. */
  async until(fits: (item: Received) => boolean): Promise<Received> {
    for (;;) {
      const found = this.received.find(fits);
      if (found) return found;
      await new Promise<void>((resolve) => {
        this.#changed = resolve;
      });
    }
  }

  /** Waits for the end marker of a job. */
  async ended(promptId: string): Promise<void> {
    await this.until(
      ({ type, data }) => type === 'executing' && data['node'] === null && data['prompt_id'] === promptId,
    );
  }

  close(): void {
    this.socket.close();
  }
}
