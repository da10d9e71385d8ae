import { walk } from './walk.ts';

/** What a plan is made of. */
export interface PlanParts {
  /** The nodes to execute for, in the prompt's order. */
  readonly targets: readonly string[];
  /** The ids of the prompt in its order, which breaks ties. */
  readonly order: readonly string[];
  suppliersOf(id: string): readonly string[];
  isCached(id: string): boolean;
  isOutput(id: string): boolean;
}

/**
 * The nodes to execute and the order for it: outputs as soon as they can run, then what directly feeds one, then
 * what is two links away, else by the order of the prompt. What is cached is not executed, and neither is what only feeds it.
 */
export class Plan {
  readonly #waitsFor = new Map<string, Set<string>>();
  readonly #consumers = new Map<string, string[]>();
  readonly #rank = new Map<string, number>();
  readonly #ready: string[];

  constructor(parts: PlanParts) {
    const targets = new Set(parts.targets);
    const neededBy = (id: string) =>
      parts.isCached(id)
        ? []
        : parts.suppliersOf(id).filter((each) => targets.has(each) || !parts.isCached(each));
    const needed = new Set(walk(parts.targets, neededBy).order);
    const ordered = parts.order.filter((id) => needed.has(id));
    for (const id of ordered) {
      const suppliers = new Set(neededBy(id));
      this.#waitsFor.set(id, suppliers);
      for (const each of suppliers) this.#consumers.set(each, [...(this.#consumers.get(each) ?? []), id]);
    }
    const position = new Map(ordered.map((id, index) => [id, index]));
    const hops = this.#hopsToOutput(ordered.filter((id) => parts.isOutput(id)));
    for (const id of ordered)
      this.#rank.set(id, (hops.get(id) ?? 3) * (ordered.length + 1) + (position.get(id) ?? 0));
    this.#ready = ordered.filter((id) => this.#waitsFor.get(id)?.size === 0);
  }

  /** Takes out the node to execute next; undefined when all are done. */
  next(): string | undefined {
    const rank = (id: string) => this.#rank.get(id) ?? Infinity;
    const best = this.#ready.reduce((least, id, index) => {
      const current = this.#ready[least];
      return current !== undefined && rank(id) < rank(current) ? index : least;
    }, 0);
    return this.#ready.splice(best, 1)[0];
  }

  /** Tells that a node is done: what waited for it alone becomes ready. */
  done(id: string): void {
    for (const consumer of this.#consumers.get(id) ?? []) {
      const waitsFor = this.#waitsFor.get(consumer);
      waitsFor?.delete(id);
      if (waitsFor?.size === 0) this.#ready.push(consumer);
    }
  }

  /** How many links, up to two, lie between a node and the nearest output. */
  #hopsToOutput(outputs: readonly string[]): Map<string, number> {
    const hops = new Map(outputs.map((id) => [id, 0]));
    let nearest = outputs;
    for (const distance of [1, 2]) {
      nearest = nearest.flatMap((id) => [...(this.#waitsFor.get(id) ?? [])]).filter((id) => !hops.has(id));
      for (const id of nearest) hops.set(id, distance);
    }
    return hops;
  }
}
