import { WebSocket } from 'ws';
import { previewFrame, type Features, type Message, type Preview } from './messages.ts';

/** Above this many bytes waiting in a socket, progress and previews are left out for it. */
const CONGESTED = 1024 * 1024;
const DISPENSABLE = new Set(['progress', 'progress_state']);

/**
 * The sockets of all clients. A client id is a label that several sockets may share (two tabs);
 * a socket that closes removes itself only.
 */
export class Hub {
  readonly #clients = new Map<string, Set<WebSocket>>();
  readonly #withMetadata = new WeakSet<WebSocket>();
  readonly #features: Features;

  constructor(features: Features) {
    this.#features = features;
  }

  /** How many sockets are open. */
  get size(): number {
    return [...this.#clients.values()].reduce((count, sockets) => count + sockets.size, 0);
  }

  /** How many sockets one client has. */
  socketsOf(clientId: string): number {
    return this.#clients.get(clientId)?.size ?? 0;
  }

  /** Takes a socket in and greets it with `greeting`. */
  add(clientId: string, socket: WebSocket, greeting: readonly Message[]): void {
    const sockets = this.#clients.get(clientId) ?? new Set();
    this.#clients.set(clientId, sockets.add(socket));
    socket.on('close', () => {
      sockets.delete(socket);
      if (sockets.size === 0 && this.#clients.get(clientId) === sockets) this.#clients.delete(clientId);
    });
    socket.on('message', (bytes, isBinary) => {
      if (!isBinary && bytes instanceof Buffer) this.#read(socket, bytes.toString());
    });
    for (const message of greeting) write(socket, message);
  }

  /** Sends to the sockets of one client, or without one to nobody. */
  send(clientId: string | undefined, message: Message): void {
    if (clientId === undefined) return;
    for (const socket of this.#clients.get(clientId) ?? []) write(socket, message);
  }

  /** Sends to every socket. */
  broadcast(message: Message): void {
    for (const sockets of this.#clients.values()) for (const socket of sockets) write(socket, message);
  }

  /** Sends a preview to one client, or without one to everybody; a socket that is behind does not get it. */
  preview(clientId: string | undefined, preview: Preview): void {
    const sockets =
      clientId === undefined
        ? [...this.#clients.values()].flatMap((set) => [...set])
        : [...(this.#clients.get(clientId) ?? [])];
    for (const socket of sockets) {
      if (socket.readyState !== WebSocket.OPEN || socket.bufferedAmount > CONGESTED) continue;
      socket.send(previewFrame(preview, this.#withMetadata.has(socket)));
    }
  }

  #read(socket: WebSocket, text: string): void {
    const message = messageOf(text);
    if (message?.type !== 'feature_flags') return;
    const flags = message.data;
    if (
      typeof flags === 'object' &&
      flags !== null &&
      'supports_preview_metadata' in flags &&
      flags.supports_preview_metadata === true
    ) {
      this.#withMetadata.add(socket);
    }
    write(socket, { type: 'feature_flags', data: this.#features });
  }
}

function write(socket: WebSocket, message: Message): void {
  if (socket.readyState !== WebSocket.OPEN) return;
  if (socket.bufferedAmount > CONGESTED && DISPENSABLE.has(message.type)) return;
  socket.send(JSON.stringify(message));
}

function messageOf(text: string): Message | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('type' in value) || typeof value.type !== 'string')
      return undefined;
    return { type: value.type, data: 'data' in value ? value.data : undefined };
  } catch {
    return undefined; // a client's text that is no JSON is ignored, as every unknown message is
  }
}
