import type { Json } from './json.ts';
import { declaredInputs, typeOf, type ObjectInfo } from './object-info.ts';
import { infoOf, promotedValue } from './promoted-value.ts';
import type { Scope } from './scope.ts';
import { BORDER } from './subgraph.ts';
import { isWidget } from './widgets.ts';
import { MODE, type WorkflowInput, type WorkflowNode } from './workflow.ts';

/** Node types that live in the editor only. */
export const VIRTUAL_TYPES: ReadonlySet<string> = new Set([
  'Note',
  'MarkdownNote',
  'PrimitiveNode',
  'Reroute',
  'SetNode',
  'GetNode',
]);

/** What really feeds an input: an output of a node of the prompt, or a value. */
type Origin = { readonly node: string; readonly slot: number } | { readonly value: Json };

/** A link in the graph where it lies. */
interface Place {
  readonly scope: Scope;
  readonly link: string | null | undefined;
}

/**
 * Follows a link back to what feeds it in the end, through bypassed nodes, reroutes and the borders of subgraphs;
 * undefined when nothing does, as behind a muted node.
 * @param targetType the type of the input that the link ends at
 * @throws when the way runs in a loop
 */
export function linkOrigin(
  scope: Scope,
  link: string,
  targetType: string,
  objectInfo: ObjectInfo,
): Origin | undefined {
  const seen = new Set<string>();
  let at: Place = { scope, link };
  while (at.link !== null && at.link !== undefined) {
    const name = `${at.scope.path}${at.link}`;
    if (seen.has(name))
      throw new Error(`link ${name}: expected an end, got a loop of bypassed nodes, reroutes or subgraphs`);
    seen.add(name);
    const next = step(at.scope, at.link, targetType, objectInfo);
    if (!next || !('scope' in next)) return next;
    at = next;
  }
  return undefined;
}

function step(scope: Scope, link: string, type: string, objectInfo: ObjectInfo): Place | Origin | undefined {
  const found = scope.graph.links.get(link);
  if (!found) return undefined;
  const slot = found.originSlot;
  if (scope.outer && found.origin === BORDER.inputs) return outwards(scope, slot, objectInfo);
  const node = scope.nodes.get(found.origin);
  if (!node || node.mode === MODE.muted) return undefined;
  if (node.mode === MODE.bypassed)
    return { scope, link: bypassInput(node, slot, { type, scope, objectInfo })?.link };
  const inner = scope.inner.get(node.id);
  if (inner) return { scope: inner, link: inner.outer?.subgraph.outputs[slot]?.links[0] };
  if (node.type === 'GetNode') return setterInput(scope, node, slot);
  if (VIRTUAL_TYPES.has(node.type)) return { scope, link: node.inputs[slot]?.link };
  return { node: `${scope.path}${node.id}`, slot };
}

/** Leaves a subgraph through the input of the node that stands for it; without a link its own value counts. */
function outwards(scope: Scope, slot: number, objectInfo: ObjectInfo): Place | Origin | undefined {
  const name = scope.outer?.subgraph.inputs[slot]?.name;
  if (!scope.outer || name === undefined) return undefined;
  const input = scope.outer.instance.inputs.find((one) => one.name === name);
  if (input && input.link !== null) return { scope: scope.outer.scope, link: input.link };
  const value = promotedValue(scope, slot, objectInfo);
  return value === undefined ? undefined : { value };
}

/** The input of the node that set the name which a GetNode asks for, in its own graph or one around it. */
function setterInput(scope: Scope, getter: WorkflowNode, slot: number): Place | undefined {
  const name = firstValue(getter);
  for (let at: Scope | undefined = scope; at; at = at.outer?.scope) {
    const setter = at.graph.nodes.find((node) => node.type === 'SetNode' && firstValue(node) === name);
    if (setter) return { scope: at, link: setter.inputs[slot]?.link };
  }
  return undefined;
}

/** The first of a node's values by position; a PrimitiveNode has no other. */
export function firstValue(node: WorkflowNode): Json | undefined {
  const values = node.raw['widgets_values'];
  return Array.isArray(values) ? values[0] : undefined;
}

/** The input of a bypassed node that takes the place of its output. */
function bypassInput(
  node: WorkflowNode,
  slot: number,
  around: { readonly type: string; readonly scope: Scope; readonly objectInfo: ObjectInfo },
): WorkflowInput | undefined {
  const { type, objectInfo } = around;
  const inputs = inputsInOrder(node, objectInfo);
  const same = inputs[slot];
  if (type === '*') return same ?? inputs[0];
  const outputType = node.outputs[slot]?.type ?? '*';
  const fits = (input: WorkflowInput) =>
    isCompatible(input.type, outputType) && isCompatible(input.type, type);
  if (same && fits(same)) return same;
  return inputs.find((input) => input.type === type) ?? inputs.find(fits);
}

/** All inputs of a node as ComfyUI has them in memory: sockets, then those of fields, then what only the file knows. */
function inputsInOrder(node: WorkflowNode, objectInfo: ObjectInfo): readonly WorkflowInput[] {
  const info = infoOf(node, objectInfo);
  if (!info) return node.inputs;
  const saved = new Map(node.inputs.map((input) => [input.name, input]));
  const declared = declaredInputs(info);
  const ordered = [
    ...declared.filter(({ spec }) => !isWidget(spec)),
    ...declared.filter(({ spec }) => isWidget(spec)),
  ];
  const names = new Set(ordered.map(({ name }) => name));
  return [
    ...ordered.map(({ name, spec }) => ({
      ...(saved.get(name) ?? { name, key: name, link: null }),
      type: typeOf(spec),
    })),
    ...node.inputs.filter(({ name }) => !names.has(name)),
  ];
}

/** Whether a value of one socket type may enter another: equal, a wildcard, or lists that share a member. */
export function isCompatible(a: string, b: string): boolean {
  const words = (type: string) =>
    type
      .toLowerCase()
      .split(',')
      .map((word) => word.trim());
  const [left, right] = [words(a), words(b)];
  const isAny = (list: readonly string[]) => list.includes('*') || list.includes('');
  return isAny(left) || isAny(right) || left.some((word) => right.includes(word));
}
