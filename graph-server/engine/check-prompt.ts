import { checkNode, nodePlace, type CheckedNode, type Surroundings } from './check-node.ts';
import type { AnyNode } from './define-node.ts';
import { faultOf, PromptError, type Fault } from './errors.ts';
import { readPrompt, suppliersOf, writePrompt, type Prompt } from './prompt.ts';
import { PromptLinks } from './prompt-links.ts';
import type { Registry } from './registry.ts';
import type { Folders } from './sockets.ts';

/** Every node of a circle carries its path: of a long one, the beginning. */
const SHOWN_OF_CIRCLE = 24;

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
    const links = new PromptLinks(outputs, (id) => nodes.suppliers(id));
    return verdict(prompt, links, outputs, await nodes.check(links));
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
  const asked = targets && new Set(targets);
  const wanted = asked ? outputs.filter((id) => asked.has(id)) : outputs;
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
  async check(links: PromptLinks): Promise<Map<string, CheckedNode>> {
    const checked = new Map<string, CheckedNode>();
    for (const id of links.order) {
      const [node, definition] = [this.around.prompt.get(id), this.#definitions.get(id)];
      if (node && definition) checked.set(id, await checkNode(node, definition, this.around));
    }
    for (const { members, circle } of links.circles()) {
      const faultAt = this.#circleFault(circle);
      for (const id of members) {
        const own = checked.get(id);
        if (own) checked.set(id, { ...own, faults: [...own.faults, faultAt(id)] });
      }
    }
    return checked;
  }

  #circleFault(circle: readonly string[]): (id: string) => Fault {
    const isLong = circle.length > SHOWN_OF_CIRCLE;
    const shown = isLong ? circle.slice(0, SHOWN_OF_CIRCLE) : [...circle, ...circle.slice(0, 1)];
    const nodes = shown.flatMap((each) => this.around.prompt.get(each) ?? []);
    const names = nodes.map((node) => `${node.id} (${node.type ?? ''})`).join(' -> ');
    const details = isLong ? `${names} -> … (${circle.length} nodes)` : names;
    const [first] = nodes;
    const place = first ? nodePlace(first) : 'prompt';
    const sentence = `${place}: expected links without a circle, got ${details}`;
    const cycle_nodes = circle.slice(0, SHOWN_OF_CIRCLE);
    return (node_id) => faultOf('dependency_cycle', sentence, { details, node_id, cycle_nodes });
  }
}

/** Sorts the outputs into those that run and those that a fault spoils. */
function verdict(
  prompt: Prompt,
  links: PromptLinks,
  outputs: readonly string[],
  checked: ReadonlyMap<string, CheckedNode>,
): PromptCheck {
  const spoiled = new Set<string>();
  for (const id of links.order) {
    const isFaulty = (checked.get(id)?.faults.length ?? 0) > 0;
    if (isFaulty || links.suppliers(id).some((supplier) => spoiled.has(supplier))) spoiled.add(id);
  }
  const nodeErrors = spoiled.size === 0 ? {} : faultsOf(prompt, links, checked);
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
  prompt: Prompt,
  links: PromptLinks,
  checked: ReadonlyMap<string, CheckedNode>,
): FaultsOfNodes {
  const fed = links.outputsOfNodes();
  const faulty = [...prompt.values()].flatMap(({ id, type = '' }) => {
    const errors = checked.get(id)?.faults ?? [];
    const entry: NodeFaults = { errors, dependent_outputs: fed.get(id) ?? [], class_type: type };
    return errors.length === 0 ? [] : [[id, entry] as const];
  });
  return Object.fromEntries(faulty);
}
