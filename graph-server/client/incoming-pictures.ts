import type { JsonObject } from '../../ui/src/model/json.ts';
import type { Frame } from './frames.ts';
import { textOf } from './text-of.ts';

/** A file of the server, as ComfyUI's clients name it. */
export interface ServerFile {
  readonly filename: string;
  readonly subfolder: string;
  readonly type: string;
}

/** A picture that a run made. */
export interface Picture extends ServerFile {
  /** The node that made it. */
  readonly node: string;
  readonly bytes: Uint8Array;
}

interface Incoming {
  readonly announced: JsonObject;
  readonly bytes: Uint8Array;
  received: number;
  readonly whole: Promise<Uint8Array>;
  readonly resolve: (bytes: Uint8Array) => void;
  readonly reject: (error: Error) => void;
}

/** The largest picture that is taken. */
const MAX_BYTES = 512 * 2 ** 20;

/** Joins the frames of pictures that the server announces and sends. */
export class IncomingPictures {
  readonly #streams = new Map<number, Incoming>();
  readonly #ofRuns = new Map<string, Picture[]>();

  /** Takes an announcement in. */
  announce(announced: JsonObject): void {
    const [stream, size] = [Number(announced['stream']), Number(announced['size'])];
    if (!Number.isInteger(size) || size < 0 || size > MAX_BYTES) return;
    const { promise: whole, resolve, reject } = withResolvers();
    whole.catch(() => undefined); // told to who asks for it
    const incoming = { announced, bytes: new Uint8Array(size), received: 0, whole, resolve, reject };
    this.#streams.set(stream, incoming);
    if (size === 0) this.#finish(stream, incoming);
  }

  /** Takes a frame in. */
  take({ stream, bytes }: Frame): void {
    const incoming = this.#streams.get(stream);
    if (!incoming || incoming.received + bytes.length > incoming.bytes.length) return;
    incoming.bytes.set(bytes, incoming.received);
    incoming.received += bytes.length;
    if (incoming.received === incoming.bytes.length) this.#finish(stream, incoming);
  }

  /** The bytes of an announced picture, once all have come. */
  async whole(stream: number): Promise<Uint8Array> {
    const incoming = this.#streams.get(stream);
    if (!incoming) throw new Error(`stream ${stream}: expected an announced picture, got none`);
    try {
      return await incoming.whole;
    } finally {
      this.#streams.delete(stream);
    }
  }

  /** The pictures of a run, given out once. */
  of(promptId: string): readonly Picture[] {
    const pictures = this.#ofRuns.get(promptId) ?? [];
    this.#ofRuns.delete(promptId);
    return pictures;
  }

  /** Forgets what has not come whole. */
  clear(error: Error): void {
    for (const { reject } of this.#streams.values()) reject(error);
    this.#streams.clear();
    this.#ofRuns.clear();
  }

  #finish(stream: number, { announced, bytes, resolve }: Incoming): void {
    const { prompt_id: promptId, node, filename, subfolder, type } = announced;
    if (typeof promptId === 'string') {
      const picture = {
        node: textOf(node),
        filename: textOf(filename),
        subfolder: textOf(subfolder),
        type: textOf(type),
        bytes,
      };
      this.#ofRuns.set(promptId, [...(this.#ofRuns.get(promptId) ?? []), picture]);
      this.#streams.delete(stream);
    }
    resolve(bytes);
  }
}

function withResolvers() {
  let resolve: (bytes: Uint8Array) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<Uint8Array>((fulfil, refuse) => {
    resolve = fulfil;
    reject = refuse;
  });
  return { promise, resolve, reject };
}
