import type { Action, AnyNode, Pack, Query } from './define-node.ts';

/** A node type and the pack that brought it. */
export interface Registered {
  readonly node: AnyNode;
  readonly pack: string;
}

/** The node types, queries and actions of the loaded packs. */
export class Registry {
  readonly #nodes = new Map<string, Registered>();
  readonly #queries = new Map<string, Readonly<Record<string, Query>>>();
  readonly #actions = new Map<string, Readonly<Record<string, Action>>>();

  /**
   * Takes a pack in, whole or not at all.
   * @throws when the pack's name or one of its node types is taken
   */
  add(pack: Pack): void {
    if (this.#queries.has(pack.name))
      throw new Error(`pack ${pack.name}: expected a name that no other pack has, got a second of that name`);
    const types = new Set<string>();
    for (const { type } of pack.nodes) {
      const owner = types.has(type) ? pack.name : this.#nodes.get(type)?.pack;
      if (owner !== undefined)
        throw new Error(`pack ${pack.name}, node ${type}: expected a new type, got one of pack ${owner}`);
      types.add(type);
    }
    this.#queries.set(pack.name, pack.queries ?? {});
    this.#actions.set(pack.name, pack.actions ?? {});
    for (const node of pack.nodes) this.#nodes.set(node.type, { node, pack: pack.name });
  }

  /** A node type by its name. */
  get(type: string): AnyNode | undefined {
    return this.#nodes.get(type)?.node;
  }

  /** All node types in loading order. */
  all(): readonly Registered[] {
    return [...this.#nodes.values()];
  }

  /** A query by pack and name. */
  query(pack: string, name: string): Query | undefined {
    return named(this.#queries.get(pack), name);
  }

  /** An action by pack and name. */
  action(pack: string, name: string): Action | undefined {
    return named(this.#actions.get(pack), name);
  }
}

function named(of: Readonly<Record<string, Query>> | undefined, name: string): Query | undefined {
  return of && Object.hasOwn(of, name) ? of[name] : undefined;
}
