import type { OutputLists } from './call-lists.ts';
import type { Ui } from './define-node.ts';

/** What a node gave. */
export interface NodeResult {
  readonly outputs: OutputLists;
  readonly ui?: Ui;
}

/** Results of nodes by signature, from one run to the next. */
export interface Cache {
  /** A run begins whose nodes have these signatures. */
  begin(signatures: ReadonlySet<string>): void;
  /** The result of a signature, which counts as used now. */
  get(signature: string): NodeResult | undefined;
  /** Keeps a result. @param owner the signature of the node that made the node while it ran */
  set(signature: string, result: NodeResult, owner?: string): void;
  /** Forgets a result. */
  remove(signature: string): void;
  /** Forgets everything. */
  clear(): void;
}

/** How results are kept: the bounds hold whatever the mode. */
interface CacheBounds {
  readonly maxBytes: number;
  readonly maxEntries: number;
  /** Whether only results of the prompt that runs are kept. */
  readonly onlyThisPrompt?: boolean;
}

interface Entry {
  readonly result: NodeResult;
  readonly bytes: number;
  readonly owner: string | undefined;
}

const MAX_DEPTH = 8;

/** Keeps results within bounds; what was not used for longest goes first. */
export class BoundedCache implements Cache {
  readonly #entries = new Map<string, Entry>();
  readonly #bounds: CacheBounds;
  #bytes = 0;

  constructor(bounds: CacheBounds) {
    this.#bounds = bounds;
  }

  begin(signatures: ReadonlySet<string>): void {
    if (this.#bounds.onlyThisPrompt !== true) return;
    for (const signature of [...this.#entries.keys()])
      if (!this.#isIn(signatures, signature)) this.remove(signature);
  }

  get(signature: string): NodeResult | undefined {
    const entry = this.#entries.get(signature);
    if (!entry) return undefined;
    this.#entries.delete(signature);
    this.#entries.set(signature, entry);
    return entry.result;
  }

  /** A result that alone is over the bound is not kept. */
  set(signature: string, result: NodeResult, owner?: string): void {
    this.remove(signature);
    const bytes = bytesIn(result.outputs);
    const { maxBytes, maxEntries } = this.#bounds;
    if (bytes > maxBytes) return;
    this.#entries.set(signature, { result, bytes, owner });
    this.#bytes += bytes;
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes <= maxBytes && this.#entries.size <= maxEntries) break;
      this.remove(oldest);
    }
  }

  remove(signature: string): void {
    this.#bytes -= this.#entries.get(signature)?.bytes ?? 0;
    this.#entries.delete(signature);
  }

  clear(): void {
    this.#entries.clear();
    this.#bytes = 0;
  }

  /** Whether a signature is among those of a prompt, or its node was made by one that is. */
  #isIn(signatures: ReadonlySet<string>, signature: string): boolean {
    const seen = new Set<string>();
    for (let at: string | undefined = signature; at !== undefined && !seen.has(at);) {
      if (signatures.has(at)) return true;
      seen.add(at);
      at = this.#entries.get(at)?.owner;
    }
    return false;
  }
}

/** Keeps nothing: every node of every run is executed, equal ones too. */
export class NoCache implements Cache {
  begin(): void {
    // there is nothing to forget
  }

  get(): undefined {
    return undefined;
  }

  set(): void {
    // a run holds its own results for as long as it needs them
  }

  remove(): void {
    // there is nothing to forget
  }

  clear(): void {
    // there is nothing to forget
  }
}

/** Bytes of the texts and typed arrays inside lists and plain objects; handles on models count nothing. */
function bytesIn(value: unknown, seen = new Set<unknown>(), depth = 0): number {
  if (typeof value === 'string') return value.length * 2;
  if (typeof value !== 'object' || value === null || seen.has(value) || depth > MAX_DEPTH) return 0;
  seen.add(value);
  if (ArrayBuffer.isView(value)) return value.byteLength;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) return 0;
  return Object.values(value).reduce((sum: number, item) => sum + bytesIn(item, seen, depth + 1), 0);
}
