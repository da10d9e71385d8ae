import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { readGraphFile } from '../../ui/src/model/graph-file.ts';
import { graphToPrompt } from '../../ui/src/model/graph-to-prompt.ts';
import { parseJson, type Json, type JsonObject } from '../../ui/src/model/json.ts';
import {
  choicesOf,
  declaredInputs,
  optionsOf,
  typeOf,
  type InputSpec,
  type ObjectInfo,
} from '../../ui/src/model/object-info.ts';
import { nodeIdOf, type Prompt } from '../../ui/src/model/prompt.ts';
import { UsageError } from './usage.ts';

/** A graph from a file, ready to run. */
export interface LoadedGraph {
  readonly prompt: Prompt;
  /** The workflow as the file had it; an API prompt has none. */
  readonly workflow?: JsonObject;
}

/**
 * Reads a workflow, an API prompt, or a picture that carries one.
 * @throws an Error of one sentence that names the file
 */
export async function loadGraph(path: string, objectInfo: ObjectInfo): Promise<LoadedGraph> {
  const file = readGraphFile(await fileBytes(path), basename(path), { keepsFloats: true });
  if (file.kind === 'prompt') return { prompt: file.prompt };
  return { prompt: graphToPrompt(file.workflow, objectInfo), workflow: file.workflow.raw };
}

/** The bytes of a file that a person named. */
export async function fileBytes(path: string): Promise<Uint8Array> {
  return readFile(path).catch((cause: unknown) => {
    const reason =
      cause instanceof Error && 'code' in cause && cause.code === 'ENOENT' ? 'no such file' : String(cause);
    throw new Error(`${path}: ${reason}`, { cause });
  });
}

/** Sets `node.input` of a prompt to a value given as text; the node is named by id or title. */
export function setInput(prompt: Prompt, place: string, text: string, objectInfo: ObjectInfo): void {
  const at = place.lastIndexOf('.');
  if (at < 1) throw new UsageError(`--set ${place}: expected NODE.INPUT=VALUE, got no "."`);
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
  node.inputs[input] = spec ? typedValue(text, spec, `node ${id} ${node.class_type}, input ${input}`) : text;
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
