/** What decides which of several nodes comes first. */
interface Precedence {
  /** 0 comes before 1, and so on. */
  rank(id: string): number;
  /** Breaks ties; it stays the same. */
  position(id: string): number;
}

/** Nodes that can run, given out in their order; each costs the logarithm of how many there are. */
export class ReadyNodes {
  readonly #precedence: Precedence;
  readonly #ids = new Set<string>();
  /** For each rank a binary heap by position; entries of nodes that went or changed their rank are passed over. */
  readonly #heaps = new Map<number, string[]>();

  constructor(precedence: Precedence) {
    this.#precedence = precedence;
  }

  add(id: string): void {
    this.#ids.add(id);
    const rank = this.#precedence.rank(id);
    const heap = this.#heaps.get(rank) ?? [];
    this.#heaps.set(rank, heap);
    this.#push(heap, id);
  }

  delete(id: string): void {
    this.#ids.delete(id);
  }

  /** Tells that the rank of a node may be another now. */
  moved(id: string): void {
    if (this.#ids.has(id)) this.add(id);
  }

  /** Takes out the first one. */
  take(): string | undefined {
    for (const rank of [...this.#heaps.keys()].sort((a, b) => a - b)) {
      const heap = this.#heaps.get(rank) ?? [];
      for (let id = this.#pop(heap); id !== undefined; id = this.#pop(heap))
        if (this.#precedence.rank(id) === rank && this.#ids.delete(id)) return id;
    }
    return undefined;
  }

  #push(heap: string[], id: string): void {
    let at = heap.push(id) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#isBefore(heap, at, parent)) return;
      swap(heap, at, parent);
      at = parent;
    }
  }

  #pop(heap: string[]): string | undefined {
    swap(heap, 0, heap.length - 1);
    const first = heap.pop();
    for (let at = 0; ;) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      const child = this.#isBefore(heap, right, left) ? right : left;
      if (!this.#isBefore(heap, child, at)) return first;
      swap(heap, at, child);
      at = child;
    }
  }

  /** Whether what lies at one place of a heap comes before what lies at another; nothing comes before what is not there. */
  #isBefore(heap: readonly string[], a: number, b: number): boolean {
    const [first, second] = [heap[a], heap[b]];
    if (first === undefined) return false;
    if (second === undefined) return true;
    return this.#precedence.position(first) < this.#precedence.position(second);
  }
}

function swap(heap: string[], a: number, b: number): void {
  const [first, second] = [heap[a], heap[b]];
  if (first === undefined || second === undefined) return;
  heap[a] = second;
  heap[b] = first;
}
