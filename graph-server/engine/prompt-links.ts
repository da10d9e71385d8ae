import { circleIn, components } from './components.ts';
import { walk } from './walk.ts';

/** So many outputs that a faulty node spoils are named. */
const NAMED_OUTPUTS = 100;

/** How the nodes that some outputs need hang together; links are asked for once. */
export class PromptLinks {
  /** Every node that the outputs need, suppliers before those they feed, as far as there is no circle. */
  readonly order: readonly string[];
  readonly #outputs: readonly string[];
  readonly #suppliers = new Map<string, readonly string[]>();
  readonly #consumers = new Map<string, string[]>();
  readonly #components: readonly string[][];

  constructor(outputs: readonly string[], suppliersOf: (id: string) => readonly string[]) {
    this.#outputs = outputs;
    this.order = walk(outputs, (id) => {
      const suppliers = suppliersOf(id);
      this.#suppliers.set(id, suppliers);
      for (const supplier of suppliers) this.#note(supplier, id);
      return suppliers;
    });
    this.#components = components(this.order, (id) => this.#consumers.get(id) ?? []);
  }

  suppliers(id: string): readonly string[] {
    return this.#suppliers.get(id) ?? [];
  }

  /** Nodes that feed each other, each group with one of its circles in the direction of the data. */
  circles(): { readonly members: readonly string[]; readonly circle: readonly string[] }[] {
    return this.#components.flatMap((members) => {
      const circle = circleIn(members, (id) => this.suppliers(id));
      return circle ? [{ members, circle }] : [];
    });
  }

  /** The outputs that each node feeds, in their order: of very many, some. */
  outputsOfNodes(): ReadonlyMap<string, readonly string[]> {
    const places = new Map(this.#outputs.map((id, place) => [id, place]));
    const reached = new Map<string, readonly number[]>();
    for (const members of this.#components) {
      const fed = members.flatMap((id) => (this.#consumers.get(id) ?? []).map((each) => reached.get(each)));
      const own = members.flatMap((id) => places.get(id) ?? []);
      const all = joined([own, ...fed]);
      for (const id of members) reached.set(id, all);
    }
    return new Map(
      [...reached].map(([id, some]) => [id, some.flatMap((place) => this.#outputs[place] ?? [])]),
    );
  }

  #note(supplier: string, consumer: string): void {
    const consumers = this.#consumers.get(supplier);
    if (consumers) consumers.push(consumer);
    else this.#consumers.set(supplier, [consumer]);
  }
}

/** The union of sorted lists, sorted; a list that alone has something is given back itself. */
function joined(lists: readonly (readonly number[] | undefined)[]): readonly number[] {
  const some = [...new Set(lists)].filter((list) => list !== undefined && list.length > 0);
  if (some.length <= 1) return some[0] ?? [];
  return [...new Set(some.flatMap((list) => list ?? []))].sort((a, b) => a - b).slice(0, NAMED_OUTPUTS);
}
