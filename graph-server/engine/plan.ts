import { ReadyNodes } from './ready-nodes.ts';

/** What a plan asks of the graph. */
export interface PlanParts {
  /** The nodes that a node cannot run without. */
  suppliersOf(id: string): readonly string[];
  /** Whether a node's result is there already. */
  isAvailable(id: string): boolean;
  isOutput(id: string): boolean;
  /** Whether a node only waits, and so is begun before others. */
  onlyWaits(id: string): boolean;
  /** Breaks ties. */
  position(id: string): number;
}

/** A node farther than two links from an output. */
const FAR = 3;

/**
 * The nodes that are still to run and which is next: outputs and those that only wait as soon as they can run, then
 * what directly feeds an output, then what is two links away, else by position. More nodes may be added meanwhile.
 */
export class Plan {
  readonly #parts: PlanParts;
  readonly #waitsFor = new Map<string, Set<string>>();
  readonly #consumers = new Map<string, Set<string>>();
  readonly #hops = new Map<string, number>();
  readonly #ready: ReadyNodes;

  constructor(parts: PlanParts) {
    this.#parts = parts;
    this.#ready = new ReadyNodes({ rank: (id) => this.#rank(id), position: (id) => parts.position(id) });
  }

  get isEmpty(): boolean {
    return this.#waitsFor.size === 0;
  }

  /** The nodes that are not done. */
  get pending(): readonly string[] {
    return [...this.#waitsFor.keys()];
  }

  /** Adds a node and all that it cannot run without and is not there; of one that is there, the node alone. */
  add(id: string): void {
    const open = [id];
    for (let each = open.pop(); each !== undefined; each = open.pop()) {
      if (this.#waitsFor.has(each)) continue;
      this.#waitsFor.set(each, new Set());
      this.#lower(each, this.#parts.isOutput(each) ? 0 : FAR);
      if (!this.#parts.isAvailable(each))
        for (const supplier of this.#parts.suppliersOf(each)) open.push(...this.#wait(each, supplier));
      if (this.#waitsFor.get(each)?.size === 0) this.#ready.add(each);
    }
  }

  /** A node that was taken out needs another one: it waits for it. */
  need(id: string, supplier: string): void {
    for (const missing of this.#wait(id, supplier)) this.add(missing);
  }

  /** Takes out the node to run next; undefined when none can run now. */
  next(): string | undefined {
    return this.#ready.take();
  }

  /** Puts back a node that was taken out: it comes again once all that it waits for is done. */
  back(id: string): void {
    if (this.#waitsFor.get(id)?.size === 0) this.#ready.add(id);
  }

  /** Tells that a node is done: what waited for it alone becomes ready. */
  done(id: string): void {
    this.#waitsFor.delete(id);
    for (const consumer of this.#consumers.get(id) ?? []) {
      const waitsFor = this.#waitsFor.get(consumer);
      waitsFor?.delete(id);
      if (waitsFor?.size === 0) this.#ready.add(consumer);
    }
    this.#consumers.delete(id);
  }

  /** Takes out a node that failed and all that waits for it; answers the latter. */
  drop(id: string): string[] {
    const dropped: string[] = [];
    const open = [id];
    for (let each = open.pop(); each !== undefined; each = open.pop()) {
      if (!this.#waitsFor.delete(each)) continue;
      this.#ready.delete(each);
      if (each !== id) dropped.push(each);
      open.push(...(this.#consumers.get(each) ?? []));
      this.#consumers.delete(each);
    }
    return dropped;
  }

  /** Makes a node wait for another, unless that is there; answers the other when it is to be added. */
  #wait(id: string, supplier: string): string[] {
    const isPending = this.#waitsFor.has(supplier);
    if (!isPending && this.#parts.isAvailable(supplier)) return [];
    this.#waitsFor.get(id)?.add(supplier);
    const consumers = this.#consumers.get(supplier) ?? new Set();
    this.#consumers.set(supplier, consumers.add(id));
    this.#lower(supplier, (this.#hops.get(id) ?? FAR) + 1);
    return isPending ? [] : [supplier];
  }

  /** Notes that an output is this many links away, for the node and for what feeds it. */
  #lower(id: string, hops: number): void {
    if (hops >= (this.#hops.get(id) ?? Infinity)) return;
    this.#hops.set(id, Math.min(hops, FAR));
    this.#ready.moved(id);
    if (hops >= FAR) return;
    for (const supplier of this.#waitsFor.get(id) ?? []) this.#lower(supplier, hops + 1);
  }

  #rank(id: string): number {
    return this.#parts.onlyWaits(id) ? 0 : (this.#hops.get(id) ?? FAR);
  }
}
