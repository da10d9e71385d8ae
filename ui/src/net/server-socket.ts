import { parseJson } from '../model/json.ts';
import { messageOf, previewOf, type ServerMessage } from './message.ts';

const FIRST_WAIT_MS = 300;
const LONGEST_WAIT_MS = 10_000;

/** Who listens to the socket. */
export interface SocketListener {
  readonly onMessage: (message: ServerMessage) => void;
  /** The socket is open again, or gone; the server replays nothing of what was missed. */
  readonly onConnection: (isOpen: boolean) => void;
}

/** The socket to the server; a lost one is opened again, after 300 ms and then ever later, at most every 10 s. */
export class ServerSocket {
  readonly #url: string;
  readonly #listener: SocketListener;
  #socket: WebSocket | undefined;
  #wait = FIRST_WAIT_MS;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  constructor(clientId: string, listener: SocketListener) {
    const url = new URL(`ws?clientId=${encodeURIComponent(clientId)}`, document.baseURI);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    this.#url = url.href;
    this.#listener = listener;
    this.#open();
  }

  /** Closes for good. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#socket?.close();
  }

  #open(): void {
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => {
      this.#wait = FIRST_WAIT_MS;
      socket.send(JSON.stringify({ type: 'feature_flags', data: { supports_preview_metadata: true } }));
      this.#listener.onConnection(true);
    };
    socket.onmessage = ({ data }: MessageEvent<unknown>) => {
      const message = read(data);
      if (message) this.#listener.onMessage(message);
    };
    socket.onclose = () => {
      if (this.#isClosed) return;
      this.#listener.onConnection(false);
      this.#timer = setTimeout(() => {
        this.#open();
      }, this.#wait);
      this.#wait = Math.min(LONGEST_WAIT_MS, this.#wait * 2);
    };
  }
}

function read(data: unknown): ServerMessage | undefined {
  const parse = (text: string) => parseJson(text, 'socket');
  try {
    if (typeof data === 'string') return messageOf(parse(data));
    return data instanceof ArrayBuffer ? previewOf(data, parse) : undefined;
  } catch {
    return undefined; // a frame that is none of the protocol's says nothing
  }
}
