import { isJsonObject, parseJson, stringifyJson, type JsonObject } from '../../ui/src/model/json.ts';
import { readFrame, type Frame } from './frames.ts';
import { RefusedError } from './refusal.ts';

/** A WebSocket as browsers have it; Node 20 takes the one of the package ws. */
interface SocketLike {
  binaryType: string;
  readonly readyState: number;
  readonly bufferedAmount: number;
  onopen: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  send(data: string | Uint8Array): void;
  close(): void;
}

/** How a client connects. */
export interface ConnectionOptions {
  /** The WebSocket to use; without one the global one, or in Node 20 that of the package ws. */
  readonly WebSocket?: new (url: string) => unknown;
  /** A label that events go to; drawn when it is left out. */
  readonly clientId?: string;
}

/** What a connection tells. */
interface Listener {
  readonly message: (type: string, data: JsonObject) => void;
  readonly frame: (frame: Frame) => void;
  readonly reopened: () => Promise<void>;
  readonly lost: (error: Error) => void;
}

interface Waiting {
  readonly resolve: (data: JsonObject) => void;
  readonly reject: (error: Error) => void;
}

const WAITS_MS = [300, 600, 1200, 2400, 5000, 5000, 5000, 5000];
const HIGH_WATER = 4 * 2 ** 20;
const DRAIN_MS = 5;

/** A socket with questions and answers on it, which is opened again when it breaks. */
export class Connection {
  readonly #url: string;
  readonly #options: ConnectionOptions;
  readonly #listener: Listener;
  readonly #waiting = new Map<number, Waiting>();
  #socket: SocketLike | undefined;
  #requests = 0;
  #isClosed = false;

  constructor(url: string, options: ConnectionOptions, listener: Listener) {
    this.#url = socketUrl(url, options.clientId ?? globalThis.crypto.randomUUID());
    this.#options = options;
    this.#listener = listener;
  }

  /** Opens the socket. @throws an Error of one sentence when no server answers */
  async open(): Promise<void> {
    const Socket = this.#options.WebSocket ?? (await defaultSocket());
    const socket = new Socket(this.#url) as SocketLike;
    socket.binaryType = 'arraybuffer';
    await new Promise<void>((resolve, reject) => {
      const fail = () => {
        const { origin } = new URL(this.#url);
        reject(
          new Error(
            `${origin.replace(/^ws/, 'http')}: expected a server that answers, got none (elite-graph serve starts one)`,
          ),
        );
      };
      socket.onopen = () => {
        resolve();
      };
      socket.onerror = fail;
      socket.onclose = fail;
    });
    this.#socket = socket;
    socket.onmessage = ({ data }) => {
      this.#take(data);
    };
    socket.onerror = () => undefined; // the close that follows tells
    socket.onclose = () => {
      void this.#lost();
    };
    socket.send(stringifyJson({ type: 'feature_flags', data: { supports_preview_metadata: true } }));
  }

  /** Asks the server and waits for its answer. @throws RefusedError with the server's sentence */
  ask(type: string, data: JsonObject): Promise<JsonObject> {
    const request = (this.#requests += 1);
    return new Promise((resolve, reject) => {
      this.#waiting.set(request, { resolve, reject });
      try {
        this.#open.send(stringifyJson({ type, data: { ...data, request } }));
      } catch (error) {
        this.#waiting.delete(request);
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
  }

  /** Sends a frame, once what waits before it is small. */
  async sendBytes(frame: Uint8Array): Promise<void> {
    while (this.#open.bufferedAmount > HIGH_WATER)
      await new Promise((resolve) => {
        setTimeout(resolve, DRAIN_MS);
      });
    this.#open.send(frame);
  }

  /** Closes for good. */
  close(): void {
    this.#isClosed = true;
    this.#socket?.close();
    this.#fail(new Error('client: expected an open connection, it was closed'));
  }

  get #open(): SocketLike {
    if (this.#socket && !this.#isClosed) return this.#socket;
    throw new Error('client: expected an open connection, got a closed one');
  }

  #take(data: unknown): void {
    if (data instanceof ArrayBuffer) {
      const frame = readFrame(new Uint8Array(data));
      if (frame) this.#listener.frame(frame);
      return;
    }
    const message = typeof data === 'string' ? parseJson(data, 'server') : null;
    if (!isJsonObject(message) || typeof message['type'] !== 'string') return;
    const content = isJsonObject(message['data']) ? message['data'] : {};
    this.#listener.message(message['type'], content);
    this.#settle(message['type'], content);
  }

  #settle(type: string, data: JsonObject): void {
    const request = Number(data['request'] ?? NaN);
    const waiting = this.#waiting.get(request);
    if (!waiting) return;
    this.#waiting.delete(request);
    if (type === 'graph.refused') waiting.reject(new RefusedError(data));
    else waiting.resolve(data);
  }

  async #lost(): Promise<void> {
    this.#socket = undefined;
    this.#fail(new Error('server: expected an answer, the connection was lost'));
    for (const wait of WAITS_MS) {
      if (this.#isClosed) return;
      await new Promise((resolve) => {
        setTimeout(resolve, wait);
      });
      try {
        await this.open();
        await this.#listener.reopened();
        return;
      } catch {
        // the next try, or the end of tries, tells
      }
    }
    this.#listener.lost(new Error('server: expected the connection back, it stays lost'));
  }

  #fail(error: Error): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(error);
    if (this.#isClosed) this.#listener.lost(error);
  }
}

function socketUrl(url: string, clientId: string): string {
  const parsed = new URL(url);
  parsed.protocol = parsed.protocol.replace(/^http/, 'ws');
  if (!parsed.pathname.endsWith('/ws')) parsed.pathname = `${parsed.pathname.replace(/\/$/, '')}/ws`;
  parsed.searchParams.set('clientId', clientId);
  return parsed.href;
}

/** The name is not a literal, so that bundlers for browsers leave the package out. */
async function defaultSocket(): Promise<new (url: string) => unknown> {
  const { WebSocket: present } = globalThis as { WebSocket?: new (url: string) => unknown };
  if (present) return present;
  const name = 'ws';
  return ((await import(name)) as { WebSocket: new (url: string) => unknown }).WebSocket;
}
