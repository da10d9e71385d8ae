import type { AnyNode, SeenNode } from './define-node.ts';
import { isOutputLink, outputLink, type NewNode } from './expansion.ts';
import type { Literal } from './lossless-json.ts';
import { linkOf, type Link, type Prompt, type PromptNode } from './prompt.ts';
import type { Registry } from './registry.ts';
import type { Input } from './sockets.ts';

/** A node of a graph that runs: one of the prompt, or one that another made meanwhile. */
export interface GraphNode extends Omit<PromptNode, 'written'> {
  readonly type: string;
  /** Inputs of a new node that are no literals. */
  readonly values?: ReadonlyMap<string, unknown>;
  /** The node that made it. */
  readonly parent?: string;
}

/** How clients know a node that another one made. */
export interface Kinship {
  readonly id: string;
  /** The node of the prompt that is shown in its place. */
  readonly display: string;
  readonly parent: string;
  /** The node of the prompt that it comes from. */
  readonly real: string;
}

/** One link of a node. */
export interface NodeLink extends Link {
  readonly name: string;
  readonly input: Input<unknown>;
}

const MAX_NEW_NODES = 10_000;

/** The nodes of a run: those of the prompt, and those that come while it runs. */
export class LiveGraph {
  readonly #registry: Registry;
  readonly #nodes = new Map<string, GraphNode>();
  readonly #positions = new Map<string, number>();
  readonly #displays = new Map<string, string>();
  readonly #reals = new Map<string, string>();
  /** The links of nodes that were asked for. */
  readonly #links = new Map<string, readonly NodeLink[]>();
  readonly #inputs = new Map<string, readonly (readonly [string, Input<unknown>])[]>();
  readonly #inPrompt: number;

  constructor(prompt: Prompt, registry: Registry) {
    this.#registry = registry;
    for (const { id, type = '', title, inputs, isChanged } of prompt.values())
      this.#add({
        ...{ id, type, inputs },
        ...(title === undefined ? {} : { title }),
        ...(isChanged === undefined ? {} : { isChanged }),
      });
    this.#inPrompt = prompt.size;
  }

  /** All ids: the prompt's in its order, then the new ones. */
  get ids(): readonly string[] {
    return [...this.#nodes.keys()];
  }

  has(id: string): boolean {
    return this.#nodes.has(id);
  }

  /** Where a node stands in the order, which breaks ties. */
  position(id: string): number {
    return this.#positions.get(id) ?? Infinity;
  }

  /** @throws when there is none */
  node(id: string): GraphNode {
    const node = this.#nodes.get(id);
    if (node) return node;
    throw new Error(`node ${id}: expected a node of the graph, got none`);
  }

  /** @throws when its type is not loaded */
  definition(id: string): AnyNode {
    return this.#definition(this.node(id).type);
  }

  /** The declared inputs of a node that are linked to a node of the graph. */
  links(id: string): readonly NodeLink[] {
    const known = this.#links.get(id);
    if (known) return known;
    const { type, inputs } = this.node(id);
    const links: NodeLink[] = [];
    for (const [name, input] of this.#declared(type)) {
      const link = linkOf(inputs.get(name));
      if (link && this.#nodes.has(link.from)) links.push({ from: link.from, slot: link.slot, name, input });
    }
    this.#links.set(id, links);
    return links;
  }

  /** Takes in the nodes that another one made. @throws when a type is not loaded, or when they are too many */
  expand(parent: string, nodes: readonly NewNode[]): Kinship[] {
    if (this.#nodes.size - this.#inPrompt + nodes.length > MAX_NEW_NODES)
      throw new Error(`expansion: expected at most ${MAX_NEW_NODES} new nodes in a run, got more`);
    for (const { id, type, inputs, displayId } of nodes) {
      this.#add({ id, type, parent, ...this.#inputsOf(type, inputs) });
      this.#displays.set(id, this.#display(displayId ?? parent));
      this.#reals.set(id, this.real(parent));
    }
    this.#links.clear(); // links to the new nodes lead somewhere now
    return nodes.map(({ id }) => ({ id, display: this.#display(id), parent, real: this.real(id) }));
  }

  /** The node of the prompt that a node comes from; itself when the prompt has it. */
  real(id: string): string {
    return this.#reals.get(id) ?? id;
  }

  /** A node as others see it. */
  seen(id: string): SeenNode | undefined {
    const node = this.#nodes.get(id);
    if (!node) return undefined;
    const literals = [...node.inputs].map(([name, value]): [string, unknown] => {
      const link = linkOf(value);
      return [name, link ? outputLink(link.from, link.slot) : value];
    });
    return { type: node.type, inputs: Object.fromEntries([...literals, ...(node.values ?? [])]) };
  }

  #display(id: string): string {
    return this.#displays.get(id) ?? id;
  }

  #add(node: GraphNode): void {
    if (this.#nodes.has(node.id)) throw new Error(`node ${node.id}: expected a new id, got one of the graph`);
    this.#positions.set(node.id, this.#nodes.size);
    this.#nodes.set(node.id, node);
  }

  /** The declared inputs of a type, listed once a run. */
  #declared(type: string): readonly (readonly [string, Input<unknown>])[] {
    const known = this.#inputs.get(type) ?? Object.entries(this.#definition(type).inputs);
    this.#inputs.set(type, known);
    return known;
  }

  #definition(type: string): AnyNode {
    const definition = this.#registry.get(type);
    if (definition) return definition;
    throw new Error(`expected a node type of a loaded pack, got ${type === '' ? 'none' : type}`);
  }

  /** Splits what a new node is given into literals with links, and values that no JSON has. */
  #inputsOf(
    type: string,
    given: Readonly<Record<string, unknown>>,
  ): { inputs: Map<string, Literal>; values: Map<string, unknown> } {
    const { inputs: declared } = this.#definition(type);
    const [inputs, values] = [new Map<string, Literal>(), new Map<string, unknown>()];
    for (const [name, value] of Object.entries(given)) {
      const literal = literalOf(value, declared[name]);
      if (literal !== undefined) inputs.set(name, literal);
      else if (value !== undefined) values.set(name, value);
    }
    return { inputs, values };
  }
}

/** A value as a prompt would have it; undefined for one that no prompt can have. */
function literalOf(value: unknown, input: Input<unknown> | undefined): Literal | undefined {
  if (isOutputLink(value)) return [value.from, BigInt(value.slot)];
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'bigint')
    return value;
  if (typeof value !== 'number') return undefined;
  return input?.kind === 'int' && Number.isInteger(value) ? BigInt(value) : value;
}
