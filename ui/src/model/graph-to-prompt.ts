import type { Json, JsonObject } from './json.ts';
import { declaredInputs, type ObjectInfo } from './object-info.ts';
import type { Prompt, PromptNode } from './prompt.ts';
import { valuesByName } from './widgets.ts';
import { MODE, type Workflow, type WorkflowNode } from './workflow.ts';

/** Node types that live in the editor only. */
export const VIRTUAL_TYPES: ReadonlySet<string> = new Set([
  'Note',
  'MarkdownNote',
  'PrimitiveNode',
  'Reroute',
]);

type Origin = { readonly node: string; readonly slot: number } | { readonly value: Json };

/**
 * Compiles a workflow to the API prompt that the server runs: virtual nodes are resolved, muted nodes are left out,
 * bypassed nodes are bridged, values are read by name or by position.
 * @throws when the workflow uses a subgraph, or a chain of bypassed nodes and reroutes runs in a loop
 */
export function graphToPrompt(workflow: Workflow, objectInfo: ObjectInfo): Prompt {
  const nodes = new Map(workflow.nodes.map((node) => [node.id, node]));
  const prompt = Object.create(null) as Prompt;
  for (const node of [...workflow.nodes].sort((a, b) => a.order - b.order)) {
    if (!isEmitted(node)) continue;
    const subgraph = workflow.subgraphs.get(node.type);
    if (subgraph !== undefined) {
      throw new Error(
        `node ${node.id}: expected plain nodes, got the subgraph ${subgraph} (unpack it in the editor that made it)`,
      );
    }
    prompt[node.id] = promptNode(node, { workflow, nodes, objectInfo });
  }
  return prompt;
}

interface Surroundings {
  readonly workflow: Workflow;
  readonly nodes: ReadonlyMap<string, WorkflowNode>;
  readonly objectInfo: ObjectInfo;
}

function isEmitted(node: WorkflowNode): boolean {
  return !VIRTUAL_TYPES.has(node.type) && node.mode !== MODE.muted && node.mode !== MODE.bypassed;
}

function promptNode(node: WorkflowNode, { workflow, nodes, objectInfo }: Surroundings): PromptNode {
  const info = Object.hasOwn(objectInfo, node.type) ? objectInfo[node.type] : undefined;
  const inputs = Object.create(null) as JsonObject;
  const values = valuesByName(node.raw, info);
  const declared = info ? new Set(declaredInputs(info).map(({ name }) => name)) : undefined;
  for (const [name, value] of Object.entries(values)) {
    if (declared && !declared.has(name)) continue;
    inputs[name] = Array.isArray(value) ? { __value__: value } : value;
  }
  for (const input of node.inputs) {
    if (input.link === null) continue;
    const origin = originOf(input.link, input.type, workflow, nodes);
    if (origin === undefined) continue;
    inputs[input.name] = 'value' in origin ? origin.value : [origin.node, origin.slot];
  }
  return { class_type: node.type, inputs, _meta: { title: node.title ?? info?.display_name ?? node.type } };
}

/** Follows a link back to the node or value that really feeds it; undefined when nothing does. */
function originOf(
  link: string,
  targetType: string,
  { links }: Workflow,
  nodes: ReadonlyMap<string, WorkflowNode>,
): Origin | undefined {
  const seen = new Set<string>();
  let at: string | null | undefined = link;
  while (at !== null && at !== undefined) {
    if (seen.has(at))
      throw new Error(`link ${at}: expected an end, got a loop of bypassed nodes or reroutes`);
    seen.add(at);
    const found = links.get(at);
    const node = found && nodes.get(found.origin);
    if (!found || !node || node.mode === MODE.muted) return undefined;
    if (node.type === 'PrimitiveNode') return primitiveValue(node);
    if (node.type === 'Reroute') at = node.inputs[0]?.link;
    else if (node.mode === MODE.bypassed) at = bypassInput(node, found.originSlot, targetType)?.link;
    else return { node: node.id, slot: found.originSlot };
  }
  return undefined;
}

function primitiveValue(node: WorkflowNode): Origin | undefined {
  const values = node.raw['widgets_values'];
  const value = Array.isArray(values) ? values[0] : undefined;
  return value === undefined ? undefined : { value };
}

/** The input of a bypassed node that takes the place of its output. */
function bypassInput(node: WorkflowNode, slot: number, targetType: string) {
  const same = node.inputs[slot];
  if (targetType === '*') return same ?? node.inputs[0];
  const outputType = node.outputs[slot]?.type ?? '*';
  const fits = (type: string) => isCompatible(type, outputType) && isCompatible(type, targetType);
  if (same && fits(same.type)) return same;
  return node.inputs.find(({ type }) => type === targetType) ?? node.inputs.find(({ type }) => fits(type));
}

/** Whether a value of one socket type may enter another: equal, a wildcard, or lists that share a member. */
export function isCompatible(a: string, b: string): boolean {
  const words = (type: string) =>
    type
      .toLowerCase()
      .split(',')
      .map((word) => word.trim());
  const [left, right] = [words(a), words(b)];
  return left.includes('*') || right.includes('*') || left.some((word) => right.includes(word));
}
