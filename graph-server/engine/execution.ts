import type { NodeResult } from './cache.ts';
import { joinedOutputs, joinedUi, type CallResult, type InputLists } from './call-lists.ts';
import { literalValues } from './check-node.ts';
import type { ExecutionEvent } from './events.ts';
import { isExpanded, isOutputLink, outputLink, type OutputLink } from './expansion.ts';
import { valueOf } from './literal.ts';
import type { GraphNode, LiveGraph, NodeLink } from './live-graph.ts';
import { breathe, letIn, neededInputs, runCalls, type Place } from './node-calls.ts';
import { Plan } from './plan.ts';
import type { Results } from './results.ts';
import { walk } from './walk.ts';

/** What an execution works with. */
interface ExecutionParts {
  readonly graph: LiveGraph;
  readonly results: Results;
  readonly place: Place;
  readonly signal: AbortSignal;
  /** Whether a failure stops only what depends on it; else it ends the run. */
  readonly outlivesFailures: boolean;
  readonly tell: (event: ExecutionEvent) => void;
}

/** Thrown with the node at which an execution stops. */
export class NodeStopped extends Error {
  readonly node: string;

  constructor(node: string, cause: unknown) {
    super(`node ${node}: stopped`, { cause });
    this.node = node;
  }
}

/** One graph on its way. */
export class Execution {
  readonly executed: string[] = [];
  /** The nodes that failed or depend on one that did, in a run that outlives failures. */
  readonly spoiled = new Set<string>();
  readonly #parts: ExecutionParts;
  readonly #graph: LiveGraph;
  readonly #plan: Plan;
  readonly #end = new AbortController();
  readonly #signal: AbortSignal;
  /** Nodes that wait for the new nodes in their place. */
  readonly #expanded = new Map<string, readonly CallResult[]>();
  /** Nodes that only wait and have begun. */
  readonly #waiting = new Map<string, Promise<void>>();
  #failure: NodeStopped | undefined;

  constructor(parts: ExecutionParts) {
    const { graph, results } = parts;
    this.#parts = parts;
    this.#graph = graph;
    this.#signal = AbortSignal.any([parts.signal, this.#end.signal]);
    this.#plan = new Plan({
      suppliersOf: (id) =>
        graph.links(id).flatMap(({ from, input }) => (input.isLazy === true ? [] : [from])),
      isAvailable: (id) => results.of(id) !== undefined,
      isOutput: (id) => graph.definition(id).isOutput === true,
      onlyWaits: (id) => graph.definition(id).onlyWaits === true,
      position: (id) => graph.position(id),
    });
  }

  /**
   * Executes what the targets need; a cached target tells what it showed before.
   * @throws NodeStopped at the first failure, and when the signal is aborted
   */
  async run(targets: readonly string[]): Promise<void> {
    walk(targets, (id) => this.#noteLinks(id));
    const inOrder = [...targets].sort((a, b) => this.#graph.position(a) - this.#graph.position(b));
    for (const id of inOrder) this.#plan.add(id);
    try {
      for (let id = await this.#next(); id !== undefined; id = await this.#next()) await this.#step(id);
    } finally {
      this.#end.abort(new Error('expected the run to go on, got its end'));
    }
  }

  /** The node to go on with; undefined when all are done. */
  async #next(): Promise<string | undefined> {
    for (;;) {
      await breathe();
      if (this.#failure) throw this.#failure;
      const id = this.#plan.next();
      if (id !== undefined) return id;
      if (this.#plan.isEmpty) return undefined;
      if (this.#waiting.size === 0) throw this.#circle();
      await this.#settled();
    }
  }

  /** Waits until a node that only waits has ended, or the run is interrupted. */
  async #settled(): Promise<void> {
    let stop: () => void = () => undefined;
    const [first = ''] = this.#waiting.keys();
    const interrupted = new Promise<never>((_, reject) => {
      stop = () => {
        reject(new NodeStopped(first, this.#signal.reason));
      };
      if (this.#signal.aborted) stop();
      else this.#signal.addEventListener('abort', stop, { once: true });
    });
    try {
      await Promise.race([...this.#waiting.values(), interrupted]);
    } finally {
      this.#signal.removeEventListener('abort', stop);
    }
  }

  async #step(id: string): Promise<void> {
    const { tell, results } = this.#parts;
    const [joined, known] = [this.#expanded.get(id), results.of(id)];
    if (this.#signal.aborted) throw new NodeStopped(id, this.#signal.reason);
    if (joined) {
      this.#expanded.delete(id);
      await this.#attempt(id, () => this.#finish(id, joined, false));
    } else if (known) {
      tell({ kind: 'executed', node: id, ui: known.ui ?? null });
      this.#done(id);
    } else {
      const { timeLimit } = this.#graph.definition(id);
      tell({ kind: 'executing', node: id, ...(timeLimit === undefined ? {} : { timeLimit }) });
      await letIn();
      await this.#attempt(id, () => this.#execute(this.#graph.node(id)));
    }
  }

  /** Does a node's work; a failure ends the run unless the run outlives it. */
  async #attempt(id: string, work: () => void | Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!this.#parts.outlivesFailures || this.#signal.aborted) throw new NodeStopped(id, error);
      const dropped = this.#plan.drop(id);
      for (const each of [id, ...dropped]) this.spoiled.add(each);
      const [inputs, executed] = [this.literals(id), [...this.executed]];
      this.#parts.tell({ kind: 'failed', node: id, error, inputs, executed, spoiled: dropped });
    }
  }

  async #execute(node: GraphNode): Promise<void> {
    const { place, tell } = this.#parts;
    const definition = this.#graph.definition(node.id);
    const lists = this.#lists(node);
    const missing = (await neededInputs(definition, lists)).filter((name) => !lists.has(name));
    if (missing.length > 0) {
      for (const name of missing) this.#plan.need(node.id, this.#linkOf(node, name).from);
      this.#plan.back(node.id);
      return;
    }
    const parts = { graph: this.#graph, place, signal: this.#signal, executed: this.executed, tell };
    const work = async () => this.#take(node.id, await runCalls(node, definition, lists, parts));
    if (definition.onlyWaits === true) this.#letWait(node.id, work);
    else await work();
  }

  /** Begins a node that only waits; what it gives is taken when it is there. */
  #letWait(id: string, work: () => Promise<void>): void {
    const waiting = this.#attempt(id, work)
      .catch((thrown: unknown) => {
        this.#failure ??= thrown instanceof NodeStopped ? thrown : new NodeStopped(id, thrown);
      })
      .finally(() => this.#waiting.delete(id));
    this.#waiting.set(id, waiting);
  }

  /** Takes what the calls of a node gave: it is finished, or new nodes come in its place. */
  async #take(id: string, given: readonly CallResult[]): Promise<void> {
    this.#signal.throwIfAborted();
    const expansions = given.filter(isExpanded);
    if (expansions.length === 0) {
      this.#finish(id, given, true);
      return;
    }
    const ui = joinedUi(given);
    if (ui) this.#parts.tell({ kind: 'executed', node: id, ui });
    const made = expansions.flatMap(({ nodes }) => nodes);
    const nodes = this.#graph.expand(id, made);
    this.#parts.tell({ kind: 'expanded', node: id, nodes });
    await this.#parts.results.sign(
      made.map((each) => each.id),
      this.#parts.place.folders,
    );
    for (const each of made) this.#noteLinks(each.id);
    this.#expanded.set(id, given);
    for (const each of made) if (this.#graph.definition(each.id).isOutput === true) this.#plan.add(each.id);
    for (const { from } of expansions.flatMap(({ outputs }) => Object.values(outputs).filter(isOutputLink))) {
      this.#parts.results.willTake(id, this.#graph.node(from).id);
      this.#plan.need(id, from);
    }
    this.#plan.back(id);
  }

  #finish(id: string, given: readonly CallResult[], showsUi: boolean): void {
    const outputs = joinedOutputs(this.#graph.definition(id), given, (link) => this.#valuesOf(link));
    const ui = joinedUi(given);
    const result: NodeResult = { outputs, ...(ui ? { ui } : {}) };
    this.#parts.results.keep(id, result);
    this.executed.push(id);
    if (ui && showsUi) this.#parts.tell({ kind: 'executed', node: id, ui });
    const links = given.filter(isExpanded).flatMap(({ outputs: made }) => Object.values(made));
    this.#done(
      id,
      links.filter(isOutputLink).map(({ from }) => from),
    );
  }

  #done(id: string, taken: readonly string[] = []): void {
    this.#parts.tell({ kind: 'finished', node: id });
    this.#plan.done(id);
    this.#parts.results.letGo(id, [...this.#graph.links(id).map(({ from }) => from), ...taken]);
  }

  /** Notes what a node will take, unless its result is there; answers from which nodes. */
  #noteLinks(id: string): string[] {
    if (this.#parts.results.of(id) !== undefined) return [];
    const suppliers = this.#graph.links(id).map(({ from }) => from);
    for (const from of suppliers) this.#parts.results.willTake(id, from);
    return suppliers;
  }

  /** What a node gets: a list for each input; a lazy one that is not there yet is left out. */
  #lists({ id, inputs, values }: GraphNode): InputLists {
    const links = new Map(this.#graph.links(id).map((link) => [link.name, link]));
    const literals = literalValues(this.#graph.definition(id), inputs);
    const lists = new Map<string, readonly unknown[]>();
    for (const name of Object.keys(this.#graph.definition(id).inputs)) {
      const link = links.get(name);
      const list = link && this.#carried(link);
      if (list) lists.set(name, list);
      else if (Object.hasOwn(literals, name)) lists.set(name, [literals[name]]);
      else if (values?.has(name)) lists.set(name, [values.get(name)]);
    }
    return lists;
  }

  #carried({ from, slot, input }: NodeLink): readonly unknown[] | undefined {
    if (input.isRawLink === true) return [outputLink(from, slot)];
    if (!this.#parts.results.of(from)) return undefined;
    return this.#valuesOf({ from, slot }).map((value) => valueOf(input, value));
  }

  #valuesOf({ from, slot }: Pick<OutputLink, 'from' | 'slot'>): readonly unknown[] {
    const output = Object.keys(this.#graph.definition(from).outputs)[slot];
    const list = output === undefined ? undefined : this.#parts.results.of(from)?.outputs[output];
    if (list) return list;
    throw new Error(`node ${from}, slot ${slot}: expected an output that was given, got none`);
  }

  #linkOf({ id }: GraphNode, name: string): NodeLink {
    const link = this.#graph.links(id).find((each) => each.name === name);
    if (link) return link;
    throw new Error(`input ${name}: expected a link, for the node needs it, got none`);
  }

  /** The literals of a node as it gets them. */
  literals(id: string): Readonly<Record<string, unknown>> {
    return literalValues(this.#graph.definition(id), this.#graph.node(id).inputs);
  }

  /** New nodes made a circle: it is the fault of the node that made them. */
  #circle(): NodeStopped {
    const ids = this.#plan.pending;
    const error = new Error(`expected nodes that do not wait for each other, got ${ids.join(', ')}`);
    error.name = 'graph.DependencyCycleError';
    return new NodeStopped([...this.#expanded.keys()].at(-1) ?? ids[0] ?? '', error);
  }
}
