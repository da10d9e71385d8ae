import type { Cache, NodeResult } from './cache.ts';
import { literalValues } from './check-node.ts';
import type { AnyNode, NodeContext } from './define-node.ts';
import { eventsOf, type ExecutionEvent } from './events.ts';
import { valueOf } from './literal.ts';
import { Plan } from './plan.ts';
import { linkOf, readPrompt, suppliersOf, type Prompt, type PromptNode } from './prompt.ts';
import type { Registry } from './registry.ts';
import { signatureOf } from './signature.ts';
import { walk } from './walk.ts';

/** What an execution works with. */
export interface ExecutionParts {
  readonly registry: Registry;
  readonly cache: Cache;
  /** What nodes may ask of the place where they run. */
  readonly place: Pick<NodeContext, 'folders' | 'metadata' | 'save'>;
  readonly signal: AbortSignal;
}

/**
 * Executes what the target nodes of a checked prompt need, one node after the other; what is cached is told and not done again.
 * It ends with the first error, and at an abort before the next node or within one that looks at its signal.
 */
export async function* execute(
  text: string,
  targets: readonly string[],
  parts: ExecutionParts,
): AsyncGenerator<ExecutionEvent, void, undefined> {
  const execution = new Execution(readPrompt(text), parts);
  try {
    yield { kind: 'cached', nodes: await execution.prepare(targets) };
    yield* execution.nodes(targets);
    yield { kind: 'success' };
  } catch (thrown) {
    if (!(thrown instanceof NodeStopped)) throw thrown;
    const { node, cause: error } = thrown;
    const executed = execution.executed;
    if (parts.signal.aborted) yield { kind: 'interrupted', node: node.id, executed };
    else yield { kind: 'error', node: node.id, error, inputs: execution.literals(node), executed };
  }
}

/** Thrown with the node at which an execution stops. */
class NodeStopped extends Error {
  readonly node: PromptNode;

  constructor(node: PromptNode, cause: unknown) {
    super(`node ${node.id}: stopped`, { cause });
    this.node = node;
  }
}

/** One prompt on its way. */
class Execution {
  readonly executed: string[] = [];
  readonly #prompt: Prompt;
  readonly #parts: ExecutionParts;
  readonly #signatures = new Map<string, string>();
  /** The results of this run stay until its end, whatever the cache drops meanwhile. */
  readonly #results = new Map<string, NodeResult>();

  constructor(prompt: Prompt, parts: ExecutionParts) {
    this.#prompt = prompt;
    this.#parts = parts;
  }

  /** Computes the signatures of all that the targets need; answers which results are there already. */
  async prepare(targets: readonly string[]): Promise<string[]> {
    const { cache, place } = this.#parts;
    for (const id of walk(targets, (each) => this.#suppliers(each)).order) {
      const node = this.#node(id);
      const signature = await this.#at(node, () =>
        signatureOf(node, this.#definition(node), this.#signatures, place.folders),
      );
      this.#signatures.set(id, signature);
      const result = cache.get(signature);
      if (result) this.#results.set(id, result);
    }
    return [...this.#prompt.keys()].filter((id) => this.#results.has(id));
  }

  /** Executes node after node; a cached target tells what it showed before. */
  async *nodes(targets: readonly string[]): AsyncGenerator<ExecutionEvent, void, undefined> {
    const order = [...this.#prompt.keys()];
    const plan = new Plan({
      targets: order.filter((id) => targets.includes(id)),
      order,
      suppliersOf: (id) => this.#suppliers(id),
      isCached: (id) => this.#results.has(id),
      isOutput: (id) => this.#definition(this.#node(id)).isOutput === true,
    });
    for (let id = plan.next(); id !== undefined; id = plan.next()) {
      const node = this.#node(id);
      await this.#at(node, () => this.#parts.signal.throwIfAborted());
      yield* this.#result(node);
      plan.done(id);
    }
  }

  literals(node: PromptNode): Readonly<Record<string, unknown>> {
    const definition = this.#parts.registry.get(node.type ?? '');
    return definition ? literalValues(definition, node.inputs) : {};
  }

  async *#result(node: PromptNode): AsyncGenerator<ExecutionEvent, void, undefined> {
    const { id } = node;
    const signature = this.#signatures.get(id) ?? '';
    const known = this.#results.get(id) ?? this.#parts.cache.get(signature); // the latter when a twin ran before
    if (known) {
      this.#results.set(id, known);
      yield { kind: 'executed', node: id, ui: known.ui ?? null };
    } else {
      yield { kind: 'executing', node: id };
      const result = yield* eventsOf<ExecutionEvent, NodeResult>((tell) =>
        this.#at(node, () => this.#run(node, tell)),
      );
      this.#parts.cache.set(signature, result);
      this.#results.set(id, result);
      this.executed.push(id);
      if (result.ui) yield { kind: 'executed', node: id, ui: result.ui };
    }
    yield { kind: 'finished', node: id };
  }

  async #run(node: PromptNode, tell: (event: ExecutionEvent) => void): Promise<NodeResult> {
    const { signal, place } = this.#parts;
    const definition = this.#definition(node);
    const given = await definition.run(this.#inputs(node, definition), {
      ...place,
      nodeId: node.id,
      signal,
      progress: (value, max) => {
        signal.throwIfAborted();
        tell({ kind: 'progress', node: node.id, value, max });
      },
      preview: (bytes, mime) => {
        tell({ kind: 'preview', node: node.id, bytes, mime });
      },
    });
    const { ui, ...outputs } = given as { ui?: NodeResult['ui'] } & Record<string, unknown>;
    for (const name of Object.keys(definition.outputs))
      if (outputs[name] === undefined) throw new Error(`output ${name}: expected a value, got none`);
    return { outputs, ...(ui === undefined ? {} : { ui }) };
  }

  #inputs(node: PromptNode, definition: AnyNode): Readonly<Record<string, never>> {
    const linked = Object.entries(definition.inputs).flatMap(([name, input]) => {
      const link = linkOf(node.inputs.get(name));
      if (!link) return [];
      const supplier = this.#definition(this.#node(link.from));
      const output = Object.keys(supplier.outputs)[link.slot] ?? '';
      return [[name, valueOf(input, this.#results.get(link.from)?.outputs[output])]];
    });
    // The check of the prompt made these the types that the node declares.
    return { ...literalValues(definition, node.inputs), ...Object.fromEntries(linked) } as Record<
      string,
      never
    >;
  }

  #suppliers(id: string): string[] {
    const node = this.#node(id);
    return suppliersOf(this.#prompt, node, this.#definition(node)).map((supplier) => supplier.id);
  }

  #node(id: string): PromptNode {
    const node = this.#prompt.get(id);
    if (node) return node;
    throw new Error(`node ${id}: expected a node of the prompt, got none`);
  }

  #definition(node: PromptNode): AnyNode {
    const definition = this.#parts.registry.get(node.type ?? '');
    if (definition) return definition;
    throw new NodeStopped(
      node,
      new Error(`expected a node type of a loaded pack, got ${node.type ?? 'none'}`),
    );
  }

  /** Does work for a node, so that what it throws names the node. */
  async #at<T>(node: PromptNode, work: () => T | Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (thrown) {
      throw thrown instanceof NodeStopped ? thrown : new NodeStopped(node, thrown);
    }
  }
}
