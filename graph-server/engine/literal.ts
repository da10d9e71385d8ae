import type { ErrorType } from './errors.ts';
import { numberText, writeJson, type Literal } from './lossless-json.ts';
import type { Input } from './sockets.ts';

const MAX_TEXT = 2 ** 20;
const SHOWN = 80;

/** Thrown for a literal that an input does not take. */
export class LiteralError extends Error {
  readonly type: ErrorType;

  constructor(type: ErrorType, expected: string, got: Literal | undefined) {
    super(`expected ${expected}, got ${shown(got)}`);
    this.type = type;
  }
}

/**
 * What a literal becomes for an input of this kind, by ComfyUI's rules: `5.0` is the whole number 5, `null` the text
 * "None", any text but the empty one is true.
 * @param choices what the input offers, when it is a choice
 * @throws LiteralError when it cannot become one, or is out of the input's range
 */
export function coerced(input: Input<unknown>, value: Literal, choices: readonly string[]): Literal {
  switch (input.kind) {
    case 'int':
      return inRange(input, wholeOf(value) ?? wrongKind(`a whole number${rangeOf(input)}`, value));
    case 'float':
      return inRange(input, realOf(value) ?? wrongKind(`a number${rangeOf(input)}`, value));
    case 'text':
      return shortEnough(textOf(value) ?? wrongKind('a text', value));
    case 'flag':
      return isTrue(value);
    case 'choice':
      if (typeof value === 'string' && choices.includes(value)) return value;
      throw new LiteralError('value_not_in_list', listed(choices), value);
    case 'link':
      throw new LiteralError('bad_linked_input', `a link that carries ${input.type}`, value);
  }
}

/** A coerced literal as `run` gets it: a whole number is a number, and a bigint where the input reaches beyond 2⁵³. */
export function valueOf(input: Input<unknown>, value: unknown): unknown {
  if (input.kind !== 'int') return value;
  const isWide = typeof input.options['max'] === 'bigint';
  if (typeof value === 'bigint') return isWide ? value : Number(value);
  return typeof value === 'number' && isWide ? BigInt(Math.trunc(value)) : value;
}

/** A value as a sentence shows it. */
export function shown(value: Literal | undefined): string {
  if (value === undefined) return 'none';
  const text = writeJson(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

function wholeOf(value: Literal): bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return BigInt(Math.trunc(value));
  if (typeof value === 'boolean') return value ? 1n : 0n;
  const digits = typeof value === 'string' ? /^\s*\+?(-?\d{1,40})\s*$/.exec(value)?.[1] : undefined;
  return digits === undefined ? undefined : BigInt(digits);
}

function realOf(value: Literal): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint' || typeof value === 'boolean') return Number(value);
  if (typeof value !== 'string' || !/^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*$/.test(value))
    return undefined;
  return Number(value);
}

/** A text, or what Python's `str` makes of a value that is none. */
function textOf(value: Literal): string | undefined {
  if (typeof value === 'string') return value;
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'bigint') return value.toString();
  return typeof value === 'number' ? numberText(value) : undefined;
}

/** Python's truth: nothing, zero and what is empty are false, and the text "false" is true. */
function isTrue(value: Literal): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return value instanceof Map ? value.size > 0 : Boolean(value);
}

function inRange<T extends bigint | number>({ options }: Input<unknown>, value: T): T {
  const { min, max } = options as { min?: number | bigint; max?: number | bigint };
  const range = `${min ?? 'any'} to ${max ?? 'any'}`;
  if (min !== undefined && value < min) throw new LiteralError('value_smaller_than_min', range, value);
  if (max !== undefined && value > max) throw new LiteralError('value_bigger_than_max', range, value);
  return value;
}

function rangeOf({ options }: Input<unknown>): string {
  const { min, max } = options as { min?: number | bigint; max?: number | bigint };
  return min === undefined || max === undefined ? '' : ` from ${min} to ${max}`;
}

function shortEnough(text: string): string {
  if (text.length <= MAX_TEXT) return text;
  throw new LiteralError('value_bigger_than_max', `a text of at most ${MAX_TEXT} characters`, text);
}

function listed(choices: readonly string[]): string {
  const some = choices
    .slice(0, 20)
    .map((choice) => JSON.stringify(choice))
    .join(', ');
  if (choices.length === 0) return 'a choice, of which there is none now';
  return `one of ${some}${choices.length > 20 ? ` and ${choices.length - 20} more` : ''}`;
}

function wrongKind(expected: string, value: Literal): never {
  throw new LiteralError('invalid_input_type', expected, value);
}
