import type { AnyNode } from './define-node.ts';
import { faultOf, sentenceOf, type ErrorType, type Fault } from './errors.ts';
import { coerced, LiteralError, shown, valueOf } from './literal.ts';
import type { Literal } from './lossless-json.ts';
import { inputSpec } from './object-info.ts';
import { linkOf, type Link, type Prompt, type PromptNode } from './prompt.ts';
import type { Registry } from './registry.ts';
import type { Folders, Input, Socket } from './sockets.ts';

/** What a node is checked against. */
export interface Surroundings {
  readonly prompt: Prompt;
  readonly registry: Registry;
  readonly folders: Folders;
}

/** A checked node: its own faults, and its inputs as they will run. */
export interface CheckedNode {
  readonly faults: readonly Fault[];
  readonly inputs: ReadonlyMap<string, Literal>;
}

const MAX_LISTED = 20;

/** Checks the inputs of one node; what feeds it is checked elsewhere. */
export async function checkNode(
  node: PromptNode,
  definition: AnyNode,
  around: Surroundings,
): Promise<CheckedNode> {
  const inputs = new Map(node.inputs);
  const faults: Fault[] = [];
  for (const [name, input] of Object.entries(definition.inputs)) {
    const place = new InputPlace(node, definition, name, input, around.folders);
    try {
      const value = unwrapped(inputs.get(name));
      const choices = place.isClosed && !Array.isArray(value) ? await input.choices?.(around.folders) : [];
      const checked = checkedValue(place, value, choices ?? [], around);
      if (checked !== undefined) inputs.set(name, checked);
    } catch (error) {
      faults.push(await place.fault(error));
    }
  }
  if (faults.length === 0) faults.push(...(await ownFaults(node, definition, inputs, around)));
  return { faults, inputs };
}

/** The start of a sentence about a node. */
export const nodePlace = ({ id, type = '' }: PromptNode): string => `node ${id} ${type}`;

class InputFault extends Error {
  readonly type: ErrorType;
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(type: ErrorType, message: string, extra: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.type = type;
    this.extra = extra;
  }
}

/** An input of a node in a prompt. */
class InputPlace {
  readonly node: PromptNode;
  readonly definition: AnyNode;
  readonly name: string;
  readonly input: Input<unknown>;
  readonly folders: Folders;

  constructor(node: PromptNode, definition: AnyNode, name: string, input: Input<unknown>, folders: Folders) {
    this.node = node;
    this.definition = definition;
    this.name = name;
    this.input = input;
    this.folders = folders;
  }

  /** Whether the node itself says which of its values are right. */
  get checksItself(): boolean {
    return this.definition.checksItself?.includes(this.name) === true;
  }

  /** Whether it takes only what it offers: a picture's name is judged by its node. */
  get isClosed(): boolean {
    const { input, definition } = this;
    const isFileName = input.options['image_upload'] === true && definition.validate !== undefined;
    return input.kind === 'choice' && !isFileName && !this.checksItself;
  }

  async fault(thrown: unknown): Promise<Fault> {
    const sentence = `${nodePlace(this.node)}, input ${this.name}: ${sentenceOf(thrown)}`;
    const extra = { input_name: this.name };
    if (!(thrown instanceof InputFault) && !(thrown instanceof LiteralError))
      return faultOf('exception_during_validation', sentence, { ...extra, ...exceptionOf(thrown) });
    if (thrown.type === 'required_input_missing') return faultOf(thrown.type, sentence, extra);
    const received = plain(unwrapped(this.node.inputs.get(this.name)));
    return faultOf(thrown.type, sentence, {
      ...extra,
      input_config: await this.#config(),
      ...(thrown instanceof InputFault ? thrown.extra : { received_value: received }),
    });
  }

  async #config(): Promise<unknown> {
    const [type, options] = await inputSpec(this.input, this.folders);
    return typeof type !== 'string' && type.length > MAX_LISTED ? null : [type, options];
  }
}

/** The value that an input will run with; undefined for an optional one that is left out. */
function checkedValue(
  place: InputPlace,
  value: Literal | undefined,
  choices: readonly string[],
  around: Surroundings,
): Literal | undefined {
  const { input, node, name, checksItself } = place;
  if (value === undefined || (value === null && input.kind === 'link' && input.isOptional)) {
    if (input.isOptional) return undefined;
    throw new InputFault('required_input_missing', 'expected a value or a link, got none');
  }
  if (Array.isArray(value) && Array.isArray(node.inputs.get(name)))
    return checkedLink(checksItself ? { ...input, type: '*' } : input, value, around);
  if (input.kind === 'choice' && !place.isClosed && typeof value === 'string') return value;
  if (checksItself) return coerced({ ...input, options: {} }, value, []);
  return coerced(input, value, choices);
}

function checkedLink(input: Input<unknown>, value: Literal[], { prompt, registry }: Surroundings): Literal {
  const link = linkOf(value);
  const received = { received_value: plain(value) };
  if (!link)
    throw new InputFault(
      'bad_linked_input',
      `expected a link [node id, slot], got ${shown(value)}`,
      received,
    );
  const supplier = prompt.get(link.from);
  const outputs = Object.values(registry.get(supplier?.type ?? '')?.outputs ?? {});
  const output = outputs[link.slot];
  if (!supplier || !output) {
    const got = supplier
      ? `slot ${link.slot} of ${nodePlace(supplier)}, which has ${outputs.length}`
      : `one to node ${link.from}`;
    throw new InputFault(
      'bad_linked_input',
      `expected a link to an output of the prompt, got ${got}`,
      received,
    );
  }
  if (!carries(output.type, input.type)) {
    throw new InputFault(
      'return_type_mismatch',
      `expected a link that carries ${input.type}, got ${output.type} of ${nodePlace(supplier)}`,
      { received_type: output.type, linked_node: plain(value) },
    );
  }
  return value;
}

/** Whether what is produced is what is accepted: equal, a wildcard, or lists of types with one in common. */
function carries(produced: string, accepted: string): boolean {
  const [given, taken] = [produced, accepted].map((types) => types.split(',').map((type) => type.trim()));
  return (given ?? []).some((type) => type === '*' || taken?.includes('*') || taken?.includes(type));
}

/** What the node itself says of its values. */
async function ownFaults(
  node: PromptNode,
  definition: AnyNode,
  inputs: ReadonlyMap<string, Literal>,
  around: Surroundings,
): Promise<Fault[]> {
  if (!definition.validate) return [];
  try {
    const linked = linkedTypes(definition, inputs, around);
    const reason = await definition.validate(literalValues(definition, inputs), around.folders, linked);
    return reason === undefined ? [] : [refusal(node, definition, reason)];
  } catch (error) {
    const sentence = `${nodePlace(node)}: ${sentenceOf(error)}`;
    return [faultOf('exception_during_validation', sentence, exceptionOf(error))];
  }
}

/** A fault of the input that the reason begins with, else of the node as a whole. */
function refusal(node: PromptNode, { inputs }: AnyNode, reason: string): Fault {
  const [name = '', ...words] = reason.split(': ');
  if (words.length === 0 || !Object.hasOwn(inputs, name))
    return faultOf('custom_validation_failed', `${nodePlace(node)}: ${reason}`);
  const details = `${name} - ${words.join(': ')}`;
  const sentence = `${nodePlace(node)}, input ${reason}`;
  return faultOf('custom_validation_failed', sentence, { details, input_name: name });
}

/** What kind of value each linked input gets. */
function linkedTypes(
  { inputs: declared }: AnyNode,
  inputs: ReadonlyMap<string, Literal>,
  around: Surroundings,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.keys(declared).flatMap((name) => {
      const link = linkOf(inputs.get(name));
      const type = link && outputOf(link, around)?.type;
      return type === undefined ? [] : [[name, type]];
    }),
  );
}

function outputOf(link: Link, { prompt, registry }: Surroundings): Socket<unknown> | undefined {
  const supplier = registry.get(prompt.get(link.from)?.type ?? '');
  return Object.values(supplier?.outputs ?? {})[link.slot];
}

/** The literal inputs of a node as `run` will get them; linked ones are left out. */
export function literalValues(
  { inputs: declared }: AnyNode,
  inputs: ReadonlyMap<string, Literal>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(declared).flatMap(([name, input]) => {
      const value = inputs.get(name);
      return value === undefined || linkOf(value) ? [] : [[name, valueOf(input, value)]];
    }),
  );
}

/** ComfyUI wraps lists that are no links: `{ __value__: […] }`. */
function unwrapped(value: Literal | undefined): Literal | undefined {
  return value instanceof Map && value.has('__value__') ? value.get('__value__') : value;
}

function exceptionOf(thrown: unknown): Readonly<Record<string, unknown>> {
  const isError = thrown instanceof Error;
  return {
    exception_message: sentenceOf(thrown),
    exception_type: isError ? thrown.name : typeof thrown,
    traceback: isError ? (thrown.stack ?? '').split('\n') : [],
  };
}

/** A literal as a value that every JSON writer takes but for its bigints. */
function plain(value: Literal | undefined): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [key, plain(item)]));
  return value ?? null;
}
