import type { Subgraph } from './subgraph.ts';
import { MODE, type Workflow, type WorkflowGraph, type WorkflowNode } from './workflow.ts';

/** A graph at its place in a run: the workflow's own, or a subgraph where a node stands for it. */
export interface Scope {
  readonly graph: WorkflowGraph;
  readonly nodes: ReadonlyMap<string, WorkflowNode>;
  /** What the ids of its nodes begin with in the prompt: `12:` inside node 12. */
  readonly path: string;
  /** The graph around it, and the node there that stands for it. */
  readonly outer?: { readonly scope: Scope; readonly instance: WorkflowNode; readonly subgraph: Subgraph };
  /** The subgraphs inside it by the nodes that stand for them. */
  readonly inner: ReadonlyMap<string, Scope>;
}

const MAX_NODES = 20_000;
const MAX_DEPTH = 32;

/**
 * The graphs of a workflow, each subgraph at every place where it runs.
 * @throws when a subgraph holds itself, or the nodes of all places together are too many
 */
export function rootScope(workflow: Workflow): Scope {
  let count = 0;
  const build = (graph: WorkflowGraph, path: string, outer: Scope['outer'], within: readonly string[]) => {
    count += graph.nodes.length;
    if (count > MAX_NODES)
      throw new Error(`workflow: expected at most ${MAX_NODES} nodes with those of subgraphs, got more`);
    const inner = new Map<string, Scope>();
    const scope: Scope = {
      graph,
      nodes: new Map(graph.nodes.map((node) => [node.id, node])),
      path,
      ...(outer ? { outer } : {}),
      inner,
    };
    for (const node of graph.nodes) {
      const subgraph = workflow.subgraphs.get(node.type);
      if (!subgraph || node.mode === MODE.muted || node.mode === MODE.bypassed) continue;
      const where = `node ${path}${node.id}, subgraph ${subgraph.name}`;
      if (within.includes(subgraph.id)) throw new Error(`${where}: expected other nodes inside, got itself`);
      if (within.length >= MAX_DEPTH)
        throw new Error(`${where}: expected at most ${MAX_DEPTH} levels of subgraphs, got more`);
      const place = { scope, instance: node, subgraph };
      inner.set(node.id, build(subgraph, `${path}${node.id}:`, place, [...within, subgraph.id]));
    }
    return scope;
  };
  return build(workflow, '', undefined, []);
}
