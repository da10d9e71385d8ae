import { WebSocket } from 'ws';
import { isJsonObject, parseJson, type Json } from '../../ui/src/model/json.ts';
import { MissedMessages } from './missed-messages.ts';
import { previewFrame, type Features, type Message, type Preview } from './messages.ts';

/** Above this many bytes waiting in a socket, progress and previews are left out for it. */
const CONGESTED = 1024 * 1024;
/** Above this many, a socket reads nothing any more: it is cut, and may come again. */
const HOPELESS = 64 * 1024 * 1024;
const DISPENSABLE = new Set(['progress', 'progress_state']);

/** What listens to a socket besides the hub. */
export interface SocketListener {
  text(text: string): void;
  bytes(bytes: Buffer): void;
  closed(): void;
}

/**
 * The sockets of all clients. A client id is a label that several sockets may share (two tabs);
 * a socket that closes removes itself only.
 */
export class Hub {
  readonly #clients = new Map<string, Set<WebSocket>>();
  readonly #withMetadata = new WeakSet<WebSocket>();
  readonly #features: Features;
  readonly #missed = new MissedMessages();
  readonly #readers = new Set<string>();

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

  /**
   * Takes a socket in and greets it: first the status, then what the client missed while it had none, then the rest.
   * @param listener hears what the client says
   */
  add(
    clientId: string,
    socket: WebSocket,
    [status, ...rest]: readonly Message[],
    listener?: SocketListener,
  ): void {
    const sockets = this.#clients.get(clientId) ?? new Set();
    this.#clients.set(clientId, sockets.add(socket));
    socket.on('close', () => {
      sockets.delete(socket);
      if (sockets.size === 0 && this.#clients.get(clientId) === sockets) this.#clients.delete(clientId);
      listener?.closed();
    });
    socket.on('message', (bytes, isBinary) => {
      if (!(bytes instanceof Buffer)) return;
      if (isBinary) listener?.bytes(bytes);
      else this.#read(socket, bytes.toString(), listener);
    });
    const first = status ? [status] : [];
    for (const message of [...first, ...this.#missed.take(clientId), ...rest]) write([socket], message);
  }

  /** Sends to the sockets of one client, or without one to nobody. */
  send(clientId: string | undefined, message: Message): void {
    if (clientId === undefined) return;
    const sockets = this.#clients.get(clientId);
    if (sockets) write(sockets, message);
    else this.#missed.add(clientId, message);
  }

  /** Whether the clients of an id are told what the server logs. */
  readLogs(clientId: string, isReader: boolean): void {
    if (isReader) this.#readers.add(clientId);
    else this.#readers.delete(clientId);
  }

  /** Sends to the clients that read the logs. */
  sendLogs(message: Message): void {
    for (const reader of this.#readers) {
      const sockets = this.#clients.get(reader);
      if (!sockets) this.#readers.delete(reader);
      write(sockets ?? [], message);
    }
  }

  /** Sends to every socket. */
  broadcast(message: Message): void {
    write(this.#all(), message);
  }

  /**
   * Sends a preview to one client, or without one to everybody; a socket that is behind does not get it.
   * A PNG is no preview but a result (SaveImageWebsocket): it is never left out.
   */
  preview(clientId: string | undefined, preview: Preview): void {
    const frames = new Map<boolean, Buffer>();
    for (const socket of clientId === undefined ? this.#all() : (this.#clients.get(clientId) ?? [])) {
      if (!takes(socket, preview.mime !== 'image/png')) continue;
      const withMetadata = this.#withMetadata.has(socket);
      const frame = frames.get(withMetadata) ?? previewFrame(preview, withMetadata);
      frames.set(withMetadata, frame);
      socket.send(frame);
    }
  }

  #all(): WebSocket[] {
    return [...this.#clients.values()].flatMap((sockets) => [...sockets]);
  }

  #read(socket: WebSocket, text: string, listener: SocketListener | undefined): void {
    const message = messageOf(text);
    if (message?.type !== 'feature_flags') {
      if (message) listener?.text(text);
      return;
    }
    const flags = isJsonObject(message.data) ? message.data : {};
    if (flags['supports_preview_metadata'] === true) this.#withMetadata.add(socket);
    write([socket], { type: 'feature_flags', data: this.#features });
  }
}

/** Writes a message to sockets; to make its text once counts when there are hundreds. */
function write(sockets: Iterable<WebSocket>, message: Message): void {
  let text: string | undefined;
  for (const socket of sockets)
    if (takes(socket, DISPENSABLE.has(message.type))) socket.send((text ??= JSON.stringify(message)));
}

/** Whether a socket is open and not too far behind. */
function takes(socket: WebSocket, isDispensable: boolean): boolean {
  if (socket.bufferedAmount > HOPELESS) socket.terminate();
  return socket.readyState === WebSocket.OPEN && !(isDispensable && socket.bufferedAmount > CONGESTED);
}

function messageOf(text: string): { readonly type: string; readonly data: Json | undefined } | undefined {
  try {
    const value = parseJson(text, 'socket');
    if (!isJsonObject(value) || typeof value['type'] !== 'string') return undefined;
    return { type: value['type'], data: value['data'] };
  } catch {
    return undefined; // a client's text that is no JSON is ignored, as every unknown message is
  }
}
