import { checkNode, nodePlace, type CheckedNode, type Surroundings } from './check-node.ts';
import type { AnyNode } from './define-node.ts';
import { faultOf, PromptError, type Fault } from './errors.ts';
import { readPrompt, suppliersOf, writePrompt, type Prompt, type PromptNode } from './prompt.ts';
import type { Registry } from './registry.ts';
import type { Folders } from './sockets.ts';
import { walk, type Walk } from './walk.ts';

/** Every node of a circle carries its path: of a long one, the beginning. */
const SHOWN_OF_CYCLE = 24;

/** The faults of one node in ComfyUI's form. */
interface NodeFaults {
  readonly errors: readonly Fault[];
  /** The outputs that will not run because of them. */
  readonly dependent_outputs: readonly string[];
  readonly class_type: string;
}

type FaultsOfNodes = Readonly<Record<string, NodeFaults>>;

/** The result of checking a prompt: what will run, or why nothing can; both may name faulty nodes. */
export type PromptCheck =
  | {
      readonly ok: true;
      /** The prompt with its values as they will run. */
      readonly prompt: string;
      readonly targets: readonly string[];
      readonly nodeErrors: FaultsOfNodes;
    }
  | { readonly ok: false; readonly error: Fault; readonly nodeErrors: FaultsOfNodes };

/**
 * Checks a prompt as ComfyUI does: a faulty output is left out, and the others run.
 * @param targets the output nodes that are asked for; all when absent
 */
export async function checkPrompt(
  text: string,
  registry: Registry,
  folders: Folders,
  targets?: readonly string[],
): Promise<PromptCheck> {
  try {
    const prompt = readPrompt(text);
    const definitions = definitionsOf(prompt, registry);
    const outputs = outputsOf(definitions, targets);
    const nodes = new Nodes({ prompt, registry, folders }, definitions);
    const walked = walk(outputs, (id) => nodes.suppliers(id));
    return verdict(nodes, walked, outputs, await nodes.check(walked));
  } catch (error) {
    if (error instanceof PromptError) return { ok: false, error: error.fault, nodeErrors: {} };
    throw error;
  }
}

type Definitions = ReadonlyMap<string, AnyNode>;

function definitionsOf(prompt: Prompt, registry: Registry): Definitions {
  return new Map(
    [...prompt.values()].map(({ id, type, title }) => {
      const definition = registry.get(type ?? '');
      if (definition) return [id, definition];
      throw new PromptError(
        'missing_node_type',
        `node ${id}: expected a node type of a loaded pack, got ${type === undefined ? 'none' : JSON.stringify(type)} (GET /object_info lists them)`,
        {
          details: `Node ID '#${id}'`,
          node_id: id,
          class_type: type ?? null,
          node_title: title ?? null,
        },
      );
    }),
  );
}

function outputsOf(definitions: Definitions, targets: readonly string[] | undefined): string[] {
  const outputs = [...definitions].filter(([, { isOutput }]) => isOutput === true).map(([id]) => id);
  const wanted = targets ? outputs.filter((id) => targets.includes(id)) : outputs;
  if (wanted.length > 0) return wanted;
  throw new PromptError(
    'prompt_no_outputs',
    'prompt: expected an output node, such as one that saves a picture, got none',
  );
}

/** The nodes of one prompt with their definitions. */
class Nodes {
  readonly around: Surroundings;
  readonly #definitions: Definitions;

  constructor(around: Surroundings, definitions: Definitions) {
    this.around = around;
    this.#definitions = definitions;
  }

  suppliers(id: string): string[] {
    const [node, definition] = [this.around.prompt.get(id), this.#definitions.get(id)];
    if (!node || !definition) return [];
    return suppliersOf(this.around.prompt, node, definition).map((supplier) => supplier.id);
  }

  /** Checks every node that was reached, and those in a circle for that too. */
  async check({ order, cycles }: Walk): Promise<Map<string, CheckedNode>> {
    const checked = new Map<string, CheckedNode>();
    for (const id of order) {
      const [node, definition] = [this.around.prompt.get(id), this.#definitions.get(id)];
      if (node && definition) checked.set(id, await checkNode(node, definition, this.around));
    }
    for (const cycle of cycles) {
      for (const id of cycle) {
        const own = checked.get(id);
        if (own) checked.set(id, { ...own, faults: [...own.faults, this.#cycleFault(id, cycle)] });
      }
    }
    return checked;
  }

  #cycleFault(id: string, cycle: readonly string[]): Fault {
    const isLong = cycle.length > SHOWN_OF_CYCLE;
    const shown = isLong ? cycle.slice(0, SHOWN_OF_CYCLE) : [...cycle, ...cycle.slice(0, 1)];
    const nodes = shown.flatMap((each) => this.around.prompt.get(each) ?? []);
    const names = nodes.map((node) => `${node.id} (${node.type ?? ''})`).join(' -> ');
    const path = isLong ? `${names} -> … (${cycle.length} nodes)` : names;
    const [first] = nodes;
    const place = first ? nodePlace(first) : 'prompt';
    return faultOf('dependency_cycle', `${place}: expected links without a circle, got ${path}`, {
      details: path,
      node_id: id,
      cycle_nodes: cycle.slice(0, SHOWN_OF_CYCLE),
    });
  }
}

/** Sorts the outputs into those that run and those that a fault spoils. */
function verdict(
  nodes: Nodes,
  { order }: Walk,
  outputs: readonly string[],
  checked: ReadonlyMap<string, CheckedNode>,
): PromptCheck {
  const spoiled = new Set<string>();
  for (const id of order) {
    const isFaulty = (checked.get(id)?.faults.length ?? 0) > 0;
    if (isFaulty || nodes.suppliers(id).some((supplier) => spoiled.has(supplier))) spoiled.add(id);
  }
  const { prompt } = nodes.around;
  const nodeErrors = faultsOf(nodes, order, outputs, checked);
  const targets = outputs.filter((id) => !spoiled.has(id));
  if (targets.length === 0) {
    const sentences = Object.values(nodeErrors).flatMap(({ errors }) => errors.map(({ message }) => message));
    const error = faultOf(
      'prompt_outputs_failed_validation',
      `prompt: expected an output that can run, got a fault in node ${Object.keys(nodeErrors).join(', ')}`,
      { details: [...new Set(sentences)].join('\n') },
    );
    return { ok: false, error, nodeErrors };
  }
  const inputs = new Map([...checked].map(([id, node]) => [id, node.inputs]));
  return { ok: true, prompt: writePrompt(prompt, inputs), targets, nodeErrors };
}

function faultsOf(
  nodes: Nodes,
  order: readonly string[],
  outputs: readonly string[],
  checked: ReadonlyMap<string, CheckedNode>,
): FaultsOfNodes {
  const consumers = new Map<string, string[]>();
  for (const id of order)
    for (const supplier of nodes.suppliers(id))
      consumers.set(supplier, [...(consumers.get(supplier) ?? []), id]);
  const faulty = [...nodes.around.prompt.values()].filter(
    ({ id }) => (checked.get(id)?.faults.length ?? 0) > 0,
  );
  return Object.fromEntries(
    faulty.map(({ id, type = '' }: PromptNode) => {
      const reached = new Set(walk([id], (each) => consumers.get(each) ?? []).order);
      const entry = {
        errors: checked.get(id)?.faults ?? [],
        dependent_outputs: outputs.filter((output) => reached.has(output)),
        class_type: type,
      };
      return [id, entry];
    }),
  );
}
