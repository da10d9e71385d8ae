import { parseJson, type Json } from '../../ui/src/model/json.ts';
import {
  choicesOf,
  declaredInputs,
  optionsOf,
  typeOf,
  type InputSpec,
  type ObjectInfo,
} from '../../ui/src/model/object-info.ts';
import { nodeIdOf, type Prompt } from '../../ui/src/model/prompt.ts';

/** A place that is no `NODE.INPUT`. */
export class PlaceError extends Error {}

/**
 * Sets `node.input` of a prompt; the node is named by id, title or class. A text is read as what the input takes.
 * @throws PlaceError without a point, an Error of one sentence for a node, input or value that does not fit
 */
export function setInput(prompt: Prompt, place: string, value: Json, objectInfo: ObjectInfo): void {
  const at = place.lastIndexOf('.');
  if (at < 1) throw new PlaceError(`${place}: expected NODE.INPUT, got no "."`);
  const [id, input] = [nodeIdOf(prompt, place.slice(0, at)), place.slice(at + 1)];
  const node = prompt[id];
  if (!node) return;
  const info = Object.hasOwn(objectInfo, node.class_type) ? objectInfo[node.class_type] : undefined;
  const declared = info ? declaredInputs(info) : [];
  const spec = declared.find(({ name }) => name === input)?.spec;
  if (info && !spec) {
    const names = declared.map(({ name }) => name).join(', ');
    throw new Error(`node ${id} ${node.class_type}: expected one of its inputs (${names}), got ${input}`);
  }
  const where = `node ${id} ${node.class_type}, input ${input}`;
  node.inputs[input] = spec && typeof value === 'string' ? typedValue(value, spec, where) : value;
}

/** The input of a node that takes a file: the one with an upload button, else `image`. */
export function fileInput(prompt: Prompt, id: string, objectInfo: ObjectInfo): string {
  const type = prompt[id]?.class_type ?? '';
  const info = Object.hasOwn(objectInfo, type) ? objectInfo[type] : undefined;
  const inputs = info ? declaredInputs(info) : [];
  const found =
    inputs.find(({ spec }) => optionsOf(spec)['image_upload'] === true) ??
    inputs.find(({ name }) => name === 'image');
  if (found && typeOf(found.spec) !== 'IMAGE') return found.name;
  throw new Error(`node ${id} ${type}: expected a node that loads a file, got one that does not`);
}

function typedValue(text: string, spec: InputSpec, where: string): Json {
  switch (typeOf(spec)) {
    case 'INT':
    case 'FLOAT':
      if (/^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(text)) return numberOf(text);
      throw new Error(`${where}: expected a number, got ${JSON.stringify(text)}`);
    case 'BOOLEAN':
      if (text === 'true' || text === 'false') return text === 'true';
      throw new Error(`${where}: expected true or false, got ${JSON.stringify(text)}`);
    case 'COMBO':
      return (choicesOf(spec).find((choice) => String(choice) === text) as Json | undefined) ?? text;
    case 'STRING':
      return text;
    default:
      throw new Error(`${where}: expected an input with a value, got one that is linked (${typeOf(spec)})`);
  }
}

/** A seed over 2⁵³ keeps its digits. */
function numberOf(text: string): Json {
  const plain = text.replace(/^\+/, '');
  return /^-?(0|[1-9]\d*)$/.test(plain) ? parseJson(plain, text) : Number(plain);
}
