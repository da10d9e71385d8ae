import type { Ui } from './define-node.ts';

/** What a node gave. */
export interface NodeResult {
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly ui?: Ui;
}

const MAX_DEPTH = 8;

/** Results by signature; what was not used for longest goes first when bytes or entries are over the bounds. */
export class Cache {
  readonly #entries = new Map<string, { readonly result: NodeResult; readonly bytes: number }>();
  readonly #maxBytes: number;
  readonly #maxEntries: number;
  #bytes = 0;

  constructor({ maxBytes, maxEntries }: { readonly maxBytes: number; readonly maxEntries: number }) {
    this.#maxBytes = maxBytes;
    this.#maxEntries = maxEntries;
  }

  /** The result of a signature, which counts as used now. */
  get(signature: string): NodeResult | undefined {
    const entry = this.#entries.get(signature);
    if (!entry) return undefined;
    this.#entries.delete(signature);
    this.#entries.set(signature, entry);
    return entry.result;
  }

  /** Keeps a result, unless it alone is over the bound. */
  set(signature: string, result: NodeResult): void {
    this.#remove(signature);
    const bytes = bytesIn(result.outputs);
    if (bytes > this.#maxBytes) return;
    this.#entries.set(signature, { result, bytes });
    this.#bytes += bytes;
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes <= this.#maxBytes && this.#entries.size <= this.#maxEntries) break;
      this.#remove(oldest);
    }
  }

  #remove(signature: string): void {
    this.#bytes -= this.#entries.get(signature)?.bytes ?? 0;
    this.#entries.delete(signature);
  }
}

/** Bytes of the typed arrays inside lists and plain objects; handles on models count nothing. */
function bytesIn(value: unknown, seen = new Set<unknown>(), depth = 0): number {
  if (typeof value !== 'object' || value === null || seen.has(value) || depth > MAX_DEPTH) return 0;
  seen.add(value);
  if (ArrayBuffer.isView(value)) return value.byteLength;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) return 0;
  return Object.values(value).reduce((sum: number, item) => sum + bytesIn(item, seen, depth + 1), 0);
}
