import type { Command } from '../model/command.ts';
import { slotsOf, type NodeType, type NodeTypes } from '../model/node-type.ts';
import { newNode } from '../model/open-document.ts';
import type { FieldPlace } from '../model/roles.ts';
import { dispatch, doc, select, selection, types } from './editor.ts';

/** Whether the server has nodes that load concepts. */
export const keepsConcepts = (known: NodeTypes): boolean =>
  [...known.values()].some((type) => conceptField(type) !== undefined);

/** The field of a node by which it loads a concept. */
export function conceptPlace(node: string): FieldPlace | undefined {
  const type = types.value.get(doc.value.nodes.get(node)?.type ?? '');
  const field = type && conceptField(type);
  return field === undefined ? undefined : { node, field };
}

const conceptField = ({ fields }: NodeType): string | undefined =>
  fields.find(({ kind }) => kind === 'concept')?.name;

/** The one selected node, where it loads a concept. */
export function selectedPlace(): FieldPlace | undefined {
  const [only, ...others] = selection.value;
  return only === undefined || others.length > 0 ? undefined : conceptPlace(only);
}

/** Has a node load a concept. */
export function setConcept({ node, field }: FieldPlace, file: string): void {
  dispatch({ kind: 'setValue', node, name: field, value: file });
}

/** Adds a node that loads a concept, joined with the mappers that the graph has; one step to undo. */
export function addConcept(file: string, at: readonly [number, number]): void {
  const type = [...types.value.values()].find((each) => conceptField(each) !== undefined);
  const field = type && conceptField(type);
  if (!type || field === undefined) return;
  const id = String(doc.value.last.node + 1);
  const node = newNode(type, at);
  const links = type.inputs.flatMap(({ name, type: wanted }): Command[] => {
    const from = firstOutput(wanted);
    return from ? [{ kind: 'connect', from, to: { node: id, input: name } }] : [];
  });
  const add: Command = { kind: 'add', node: { ...node, values: { ...node.values, [field]: file } } };
  dispatch({ kind: 'batch', commands: [add, ...links] });
  select([id]);
}

/** The first output of the graph that carries such a thing. */
function firstOutput(wanted: string): { readonly node: string; readonly slot: number } | undefined {
  for (const node of doc.value.nodes.values()) {
    const { outputs } = slotsOf(node, types.value.get(node.type), new Set());
    const slot = outputs.findIndex(({ type }) => type === wanted);
    if (slot >= 0) return { node: node.id, slot };
  }
  return undefined;
}
