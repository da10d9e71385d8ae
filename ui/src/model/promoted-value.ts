import type { Json } from './json.ts';
import { declaredInputs, type InputSpec, type NodeInfo, type ObjectInfo } from './object-info.ts';
import type { Scope } from './scope.ts';
import { hasSeedControl, isWidget, valuesByName } from './widgets.ts';
import type { WorkflowInput, WorkflowNode } from './workflow.ts';

/** A value inside a subgraph that the node which stands for it shows as its own. */
interface Target {
  readonly value: Json | undefined;
  readonly hasControl: boolean;
}

const known = new WeakMap<Scope, readonly (Json | undefined)[]>();

/** The type of a node, as the server tells it. */
export function infoOf(node: WorkflowNode, objectInfo: ObjectInfo): NodeInfo | undefined {
  return Object.hasOwn(objectInfo, node.type) ? objectInfo[node.type] : undefined;
}

/**
 * The value of a subgraph's input that nothing is linked to: as the node that stands for the subgraph has it,
 * else as the first field inside has it; undefined when the input feeds no field.
 */
export function promotedValue(scope: Scope, slot: number, objectInfo: ObjectInfo): Json | undefined {
  const found = known.get(scope) ?? promotedValues(scope, objectInfo);
  known.set(scope, found);
  return found[slot];
}

/** The node's values stand in the order of the inputs that feed fields; older files have those of seed controls among them. */
function promotedValues(scope: Scope, objectInfo: ObjectInfo): (Json | undefined)[] {
  const { outer } = scope;
  if (!outer) return [];
  const targets = outer.subgraph.inputs.map((_, slot) => targetOf(scope, slot, objectInfo));
  const saved = outer.instance.raw['widgets_values'];
  const values = Array.isArray(saved) ? saved : [];
  const hasControls = values.length > targets.filter((target) => target !== undefined).length;
  let at = 0;
  return targets.map((target) => {
    if (!target) return undefined;
    const value = values[at];
    at += hasControls && target.hasControl ? 2 : 1;
    return value ?? target.value;
  });
}

/** The first field that a subgraph's input feeds, however deep. */
function targetOf(scope: Scope, slot: number, objectInfo: ObjectInfo): Target | undefined {
  for (const id of scope.outer?.subgraph.inputs[slot]?.links ?? []) {
    const link = scope.graph.links.get(id);
    const node = link && scope.nodes.get(link.target);
    const input = node?.inputs.find((candidate) => candidate.link === id);
    if (!node || !input) continue;
    const inner = scope.inner.get(node.id);
    const target = inner ? innerTarget(inner, input, objectInfo) : fieldOf(node, input, objectInfo);
    if (target) return target;
  }
  return undefined;
}

function innerTarget(inner: Scope, { name }: WorkflowInput, objectInfo: ObjectInfo): Target | undefined {
  const slot = inner.outer?.subgraph.inputs.findIndex((input) => input.name === name) ?? -1;
  return slot < 0 ? undefined : targetOf(inner, slot, objectInfo);
}

function fieldOf(node: WorkflowNode, input: WorkflowInput, objectInfo: ObjectInfo): Target | undefined {
  const info = infoOf(node, objectInfo);
  const name = input.widget ?? input.name;
  const spec: InputSpec | undefined = info && declaredInputs(info).find((one) => one.name === name)?.spec;
  if (input.widget === undefined && !(spec && isWidget(spec))) return undefined;
  return {
    value: valuesByName(node.raw, info)[name],
    hasControl: spec !== undefined && hasSeedControl(name, spec),
  };
}
