import { fieldOf, type Field } from './field.ts';
import type { GraphNode } from './document.ts';
import type { JsonObject } from './json.ts';
import { declaredInputs, optionsOf, typeOf, type NodeInfo, type ObjectInfo } from './object-info.ts';
import { isWidget } from './widgets.ts';
import { inputKeys, socketsOf } from './workflow.ts';

/** A place where links begin or end. */
export interface SlotType {
  readonly name: string;
  readonly label: string;
  readonly type: string;
  readonly isOptional: boolean;
  readonly tooltip: string;
}

/** What the editor knows of a type of node. */
export interface NodeType {
  readonly name: string;
  readonly title: string;
  readonly category: string;
  readonly description: string;
  readonly aliases: readonly string[];
  readonly inputs: readonly SlotType[];
  readonly fields: readonly Field[];
  readonly outputs: readonly SlotType[];
  /** What it makes is shown in the node. */
  readonly showsResult: boolean;
  /** Unfinished pictures are shown in the node. */
  readonly showsPreview: boolean;
  readonly info: NodeInfo;
}

/** Every type of node by its name; a Map, so that no name of a file finds more than was put in. */
export type NodeTypes = ReadonlyMap<string, NodeType>;

/** What the editor says of its own types, which the server and the command line never show. */
interface NoteWords {
  readonly title: string;
  readonly markdownTitle: string;
  readonly category: string;
  readonly about: string;
  readonly placeholder: string;
}

/** The types that a server offers, and the editor's own. */
export function nodeTypes(objectInfo: ObjectInfo, words?: NoteWords): NodeTypes {
  const known = {
    ...objectInfo,
    Note: noteInfo(words, words?.title),
    MarkdownNote: noteInfo(words, words?.markdownTitle),
  };
  return new Map(Object.entries(known).map(([name, info]) => [name, nodeType(name, info)]));
}

function noteInfo(words: NoteWords | undefined, title: string | undefined): NodeInfo {
  return {
    input: { required: { text: ['STRING', { multiline: true, placeholder: words?.placeholder ?? '' }] } },
    output: [],
    ...(words ? { category: words.category, description: words.about } : {}),
    ...(title === undefined ? {} : { display_name: title }),
  };
}

function nodeType(name: string, info: NodeInfo): NodeType {
  const inputs = declaredInputs(info);
  const required = info.input?.required ?? {};
  const outputs = info.output ?? [];
  return {
    name,
    title: info.display_name ?? name,
    category: info.category ?? 'other',
    description: info.description ?? '',
    aliases: info.search_aliases ?? [],
    inputs: inputs
      .filter(({ spec }) => !isWidget(spec))
      .map(({ name: input, spec }) => ({
        name: input,
        label: textOr(optionsOf(spec)['display_name'], input.replaceAll('_', ' ')),
        type: typeOf(spec),
        isOptional: !Object.hasOwn(required, input),
        tooltip: textOr(optionsOf(spec)['tooltip'], ''),
      })),
    fields: inputs.filter(({ spec }) => isWidget(spec)).map(fieldOf),
    outputs: outputs.map((type, index) => {
      const word = Array.isArray(type) ? 'COMBO' : String(type);
      const label = textOr(info.output_name?.[index], word);
      return {
        name: label,
        label: label.replaceAll('_', ' '),
        type: word,
        isOptional: true,
        tooltip: textOr(info.output_tooltips?.[index], ''),
      };
    }),
    showsResult: info.output_node === true,
    showsPreview: outputs.includes('LATENT') && inputs.some(({ name: input }) => input === 'steps'),
    info,
  };
}

/** The inputs and outputs of a node as drawn: a type's own, linked fields after them; an unknown type's as its file had them. */
export function slotsOf(
  node: GraphNode,
  type: NodeType | undefined,
  linked: ReadonlySet<string>,
): { readonly inputs: readonly SlotType[]; readonly outputs: readonly SlotType[] } {
  if (!type) return { inputs: savedSlots(node.carry, 'inputs'), outputs: savedSlots(node.carry, 'outputs') };
  const fields = type.fields
    .filter(({ name }) => linked.has(name))
    .map(({ name, label, tooltip }) => ({
      name,
      label,
      type: typeOf(specOf(type.info, name)),
      isOptional: true,
      tooltip,
    }));
  return { inputs: [...type.inputs, ...fields], outputs: type.outputs };
}

function specOf(info: NodeInfo, name: string) {
  return declaredInputs(info).find((input) => input.name === name)?.spec ?? (['*'] as const);
}

function savedSlots(carry: Readonly<JsonObject>, key: 'inputs' | 'outputs'): SlotType[] {
  const slots = socketsOf(carry[key]);
  const keys = inputKeys(slots);
  return slots.map((slot, index) => {
    const name = textOr(slot['name'], '');
    return {
      name: key === 'inputs' ? (keys[index] ?? '') : name,
      label: textOr(slot['label'], name),
      type: textOr(slot['type'], '*'),
      isOptional: true,
      tooltip: '',
    };
  });
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise;
}
