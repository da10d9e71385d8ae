import { fieldOf } from './field.ts';
import type { Json, JsonObject } from './json.ts';
import { firstValue, linkOrigin, VIRTUAL_TYPES } from './link-origin.ts';
import { declaredInputs, type NodeInfo, type ObjectInfo } from './object-info.ts';
import { infoOf } from './promoted-value.ts';
import type { Prompt, PromptNode } from './prompt.ts';
import { rootScope, type Scope } from './scope.ts';
import { isWidget, valuesByName } from './widgets.ts';
import { MODE, type Workflow, type WorkflowInput, type WorkflowNode } from './workflow.ts';

export { isCompatible, VIRTUAL_TYPES } from './link-origin.ts';

/**
 * Compiles a workflow to the API prompt that the server runs: virtual nodes are resolved, muted nodes are left out,
 * bypassed nodes are bridged, subgraphs are replaced by their nodes (`12:3` is node 3 inside node 12), values are
 * read by name or by position.
 * @throws when a subgraph holds itself, or a chain of bypassed nodes, reroutes and subgraphs runs in a loop
 */
export function graphToPrompt(workflow: Workflow, objectInfo: ObjectInfo): Prompt {
  const prompt = Object.create(null) as Prompt;
  const emit = (scope: Scope): void => {
    for (const node of [...scope.graph.nodes].sort((a, b) => a.order - b.order)) {
      const inner = scope.inner.get(node.id);
      if (inner) emit(inner);
      else if (isEmitted(node)) prompt[`${scope.path}${node.id}`] = promptNode(node, scope, objectInfo);
    }
  };
  emit(rootScope(workflow));
  return prompt;
}

function isEmitted(node: WorkflowNode): boolean {
  return !VIRTUAL_TYPES.has(node.type) && node.mode !== MODE.muted && node.mode !== MODE.bypassed;
}

function promptNode(node: WorkflowNode, scope: Scope, objectInfo: ObjectInfo): PromptNode {
  const info = infoOf(node, objectInfo);
  const inputs = Object.create(null) as JsonObject;
  const isDeclared = declarationTest(info);
  const saved = valuesByName(node.raw, info);
  for (const { name, initial } of info ? fieldsOf(info) : []) inputs[name] = wrapped(saved[name] ?? initial);
  for (const [name, value] of Object.entries(saved)) if (isDeclared(name)) inputs[name] = wrapped(value);
  for (const input of node.inputs) {
    if (input.link === null) continue;
    const primitive = primitiveOf(scope, input.link);
    if (primitive) {
      const [name, value] = [fieldName(input, info), firstValue(primitive)];
      if (name !== undefined && value !== undefined) inputs[name] = wrapped(value);
      continue;
    }
    const origin = linkOrigin(scope, input.link, input.type, objectInfo);
    if (origin) inputs[input.name] = 'value' in origin ? wrapped(origin.value) : [origin.node, origin.slot];
  }
  return { class_type: node.type, inputs, _meta: { title: node.title ?? info?.display_name ?? node.type } };
}

/** A field of which the file says nothing, such as one added since, begins as in a new node. */
function fieldsOf(info: NodeInfo) {
  return declaredInputs(info)
    .filter(({ spec }) => isWidget(spec))
    .map(fieldOf);
}

/** Fields that a value brings with it are called after it: `mode.steps`. */
function declarationTest(info: NodeInfo | undefined): (name: string) => boolean {
  if (!info) return () => true;
  const declared = new Set(declaredInputs(info).map(({ name }) => name));
  return (name) => declared.has(name) || declared.has(name.split('.', 1)[0] ?? '');
}

/** A list would be read as a link. */
function wrapped(value: Json): Json {
  return Array.isArray(value) ? { __value__: value } : value;
}

/** The PrimitiveNode at the other end of a link; it lays its value into fields, whatever its mode. */
function primitiveOf(scope: Scope, link: string): WorkflowNode | undefined {
  const origin = scope.nodes.get(scope.graph.links.get(link)?.origin ?? '');
  return origin?.type === 'PrimitiveNode' ? origin : undefined;
}

function fieldName(input: WorkflowInput, info: NodeInfo | undefined): string | undefined {
  if (input.widget !== undefined) return input.widget;
  const spec = info && declaredInputs(info).find(({ name }) => name === input.name)?.spec;
  return spec && isWidget(spec) ? input.name : undefined;
}
