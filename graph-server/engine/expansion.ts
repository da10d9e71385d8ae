import { hash } from 'node:crypto';

const LINK: unique symbol = Symbol.for('elite-graph.link');
const EXPANDED: unique symbol = Symbol.for('elite-graph.expanded');

/** An output of a node, as inputs of new nodes and the outputs of an expansion may name it. */
export type OutputLink = { readonly [LINK]: true; readonly from: string; readonly slot: number };

/** A node that another one made while it ran. */
export interface NewNode {
  readonly id: string;
  readonly type: string;
  /** Values as the node's `run` takes them, or links. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** The node that clients are shown in its place; its parent when absent. */
  readonly displayId?: string;
}

/** What `run` returns to be replaced by new nodes. */
export type Expanded = {
  readonly [EXPANDED]: true;
  readonly nodes: readonly NewNode[];
  /** A value or a link for each output, and `ui`. */
  readonly outputs: Readonly<Record<string, unknown>>;
};

/** A link to an output of a node, the first when no slot is named. */
export const outputLink = (from: string, slot = 0): OutputLink => ({ [LINK]: true, from, slot });

/** Whether a value is a link to an output. */
export function isOutputLink(value: unknown): value is OutputLink {
  return typeof value === 'object' && value !== null && LINK in value;
}

/** Whether a node asks to be replaced by new nodes. */
export function isExpanded(value: unknown): value is Expanded {
  return typeof value === 'object' && value !== null && EXPANDED in value;
}

/** Ids grow with each level of nesting up to so many characters. */
const LONG = 120;
const HEAD = 24;

/**
 * What the ids of the nodes begin with that a node makes: its own id, as in ComfyUI. Of a long one, beginning and hash:
 * a loop of a thousand rounds is nested as deep, and its ids would have thousands of characters.
 */
export function expansionRoot(node: string): string {
  return node.length <= LONG ? node : `${node.slice(0, HEAD)}~${hash('sha256', node).slice(0, 32)}`;
}

/** The nodes that take the place of one that runs; ids are the same in every run. */
export class Expansion {
  readonly #prefix: string;
  readonly #nodes = new Map<string, NewNode>();

  /** @param prefix `<root>.<call>.<graph>.`, as ComfyUI begins the ids */
  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /**
   * Adds a node; answers what links to its outputs.
   * @param place its id within the expansion (counted when absent), and the node that clients are shown for it
   * @throws when the id is taken
   */
  node(
    type: string,
    inputs: Readonly<Record<string, unknown>> = {},
    place: { readonly id?: string; readonly displayId?: string } = {},
  ): { readonly id: string; output(slot?: number): OutputLink } {
    const id = this.#prefix + (place.id ?? String(this.#nodes.size + 1));
    if (this.#nodes.has(id)) throw new Error(`expansion: expected a new id, got a second ${id}`);
    const { displayId } = place;
    this.#nodes.set(id, { id, type, inputs, ...(displayId === undefined ? {} : { displayId }) });
    return { id, output: (slot = 0) => outputLink(id, slot) };
  }

  /** What `run` returns: for each output a value or a link, and `ui` for what is shown at once. */
  result(outputs: Readonly<Record<string, unknown>>): Expanded {
    return { [EXPANDED]: true, nodes: [...this.#nodes.values()], outputs };
  }
}
