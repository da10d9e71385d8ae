import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { addressOf, gate, type GateRules } from '../http/gate.ts';
import type { Hub, SocketListener } from './hub.ts';
import type { Message } from './messages.ts';

/** How a socket is met. */
interface Reception {
  /** How often sockets are asked for a sign of life; one that gave none since the last time is cut. */
  readonly pingMs?: number;
  /** What a new socket of a client is told: the status, then what runs. */
  readonly greeting: (clientId: string) => Message[];
  /** Listens to what a socket says. */
  readonly listener: (clientId: string, socket: WebSocket) => SocketListener;
}

const GOING_AWAY = 1001;
const CLOSING_MS = 1000;
/** What one frame or message may be; a message in a thousand pieces is an attack. */
const FRAMES = { maxPayload: 2 ** 20, maxFragments: 256, maxBufferedChunks: 1024 };
const LIMITS = { sockets: 2000, socketsOfClient: 16, idLength: 128, pingMs: 30_000 };

/**
 * Takes WebSockets at `/ws` and `/api/ws`; the gate stands before them as before every request.
 * @returns what ends all sockets: each is told, and cut when it does not answer
 */
export function serveSockets(
  server: Server,
  hub: Hub,
  rules: GateRules,
  { greeting, listener, pingMs = LIMITS.pingMs }: Reception,
): () => Promise<void> {
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, ...FRAMES });
  const alive = new WeakSet<WebSocket>();
  server.on('upgrade', (request: IncomingMessage, raw: Duplex, head: Buffer) => {
    raw.on('error', () => raw.destroy());
    const refused = gate(request, rules)?.status;
    const { pathname, searchParams } = addressOf(refused === undefined ? request.url : undefined);
    const clientId = searchParams.get('clientId') ?? '';
    const refusal = refused ?? refusedUpgrade(pathname, clientId, hub);
    if (refusal !== undefined) {
      raw.end(
        `HTTP/1.1 ${refusal} ${STATUS_CODES[refusal] ?? ''}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
      );
      return;
    }
    sockets.handleUpgrade(request, raw, head, (socket) => {
      socket.on('error', () => {
        socket.terminate();
      });
      alive.add(socket);
      socket.on('pong', () => alive.add(socket));
      const sid = clientId === '' ? randomUUID().replaceAll('-', '') : clientId;
      hub.add(sid, socket, greeting(sid), listener(sid, socket));
    });
  });
  const pinging = setInterval(() => {
    for (const socket of sockets.clients)
      if (alive.delete(socket)) ping(socket);
      else socket.terminate();
  }, pingMs);
  pinging.unref();
  return async () => {
    clearInterval(pinging);
    await Promise.all([...sockets.clients].map(sayGoodbye));
    sockets.close();
  };
}

function sayGoodbye(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => {
      socket.terminate();
    }, CLOSING_MS);
    socket.once('close', () => {
      clearTimeout(cut);
      resolve();
    });
    socket.close(GOING_AWAY, 'the server stops');
  });
}

function refusedUpgrade(path: string, clientId: string, hub: Hub): number | undefined {
  if (path !== '/ws' && path !== '/api/ws') return 404;
  if (clientId.length > LIMITS.idLength) return 400;
  const isFull = hub.size >= LIMITS.sockets || hub.socketsOf(clientId) >= LIMITS.socketsOfClient;
  return isFull ? 503 : undefined;
}

function ping(socket: WebSocket): void {
  if (socket.readyState === socket.OPEN) socket.ping();
}
