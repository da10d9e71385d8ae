import type { Json } from './json.ts';
import { choicesOf, optionsOf, typeOf, type DeclaredInput } from './object-info.ts';
import { hasSeedControl } from './widgets.ts';

/** How a value is edited inside a node. */
export type FieldKind =
  'number' | 'slider' | 'lambda' | 'seed' | 'switch' | 'list' | 'photo' | 'concept' | 'line' | 'box';

/** A value of a node type that is edited inside the node. */
export interface Field {
  readonly name: string;
  readonly label: string;
  readonly kind: FieldKind;
  readonly tooltip: string;
  readonly isAdvanced: boolean;
  readonly isInteger: boolean;
  readonly min: number | bigint;
  readonly max: number | bigint;
  /** The limits that the server told; it refuses what lies beyond. */
  readonly told: { readonly min: number | bigint; readonly max: number | bigint };
  readonly step: number;
  readonly choices: readonly string[];
  readonly initial: Json;
  readonly placeholder: string;
  /** What the server says that it is (`elite_field`); undefined where it says nothing, as servers of others do. */
  readonly role: string | undefined;
}

/** The field of an input that is edited inside the node. */
export function fieldOf({ name, spec }: DeclaredInput): Field {
  const options = optionsOf(spec);
  const type = typeOf(spec);
  const isInteger = type === 'INT';
  const choices = choicesOf(spec).map(String);
  return {
    name,
    label: textOr(options['display_name'], name.replaceAll('_', ' ')),
    kind: kindOf(name, { name, spec }),
    tooltip: textOr(options['tooltip'], ''),
    isAdvanced: options['advanced'] === true,
    isInteger,
    min: numberOr(options['min'], 0),
    max: numberOr(options['max'], 2048),
    told: { min: numberOr(options['min'], -Infinity), max: numberOr(options['max'], Infinity) },
    step: Number(numberOr(options['step'], isInteger ? 1 : 0.5)),
    choices,
    initial: initialOf(type, options['default'], choicesOf(spec)[0]),
    placeholder: textOr(options['placeholder'], ''),
    role: typeof options['elite_field'] === 'string' ? options['elite_field'] : undefined,
  };
}

function kindOf(name: string, { spec }: DeclaredInput): FieldKind {
  const options = optionsOf(spec);
  switch (typeOf(spec)) {
    case 'INT':
    case 'FLOAT':
      if (hasSeedControl(name, spec)) return 'seed';
      if (options['elite_field'] === 'lambda') return 'lambda';
      if (options['display'] !== 'slider') return 'number';
      return name === 'lambda' ? 'lambda' : 'slider';
    case 'BOOLEAN':
      return 'switch';
    case 'COMBO':
      if (options['elite_field'] === 'concept') return 'concept';
      return options['image_upload'] === true ? 'photo' : 'list';
    default:
      return options['multiline'] === true ? 'box' : 'line';
  }
}

function initialOf(type: string, given: unknown, first: unknown): Json {
  if (isPlain(given)) return given;
  if (type === 'COMBO') return isPlain(first) ? first : '';
  if (type === 'BOOLEAN') return false;
  return type === 'INT' || type === 'FLOAT' ? 0 : '';
}

/** Whether a field takes one of the values that the server offers. */
export const isChoice = ({ kind }: Field): boolean =>
  kind === 'list' || kind === 'photo' || kind === 'concept';

/** A value to store, or why a text is none. */
export type ReadNumber =
  { readonly value: number | bigint; readonly sentence?: string } | { readonly sentence: string };

const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

/** Reads a typed number: digits, sign, point, exponent and nothing else; what lies outside the limits becomes the limit. */
export function readNumber(text: string, field: Field): ReadNumber {
  const word = text.trim().replace(',', '.');
  if (!NUMBER.test(word))
    return { sentence: `${field.label}: expected a number, got ${JSON.stringify(text.trim())}` };
  const number = Number(word);
  const isLong = field.isInteger && /^[-+]?\d+$/.test(word) && !Number.isSafeInteger(number);
  if (!Number.isFinite(number)) return { sentence: `${field.label}: expected a finite number, got ${word}` };
  return limited(isLong ? BigInt(word) : field.isInteger ? Math.round(number) : number, field);
}

function limited(value: number | bigint, field: Field): ReadNumber {
  const { min, max, label } = field;
  if (value >= min && value <= max) return { value: tidy(value) };
  return {
    value: value < min ? min : max,
    sentence: `${label}: expected ${min.toString()} to ${max.toString()}, got ${value.toString()}`,
  };
}

/** A value moved by a number of steps, within the limits; a whole number by one at least. */
export function stepped(value: number | bigint, steps: number, field: Field): number | bigint {
  const { min, max } = field;
  const by = steps * field.step;
  const whole = Math.round(by) || Math.sign(by);
  const moved =
    typeof value === 'bigint'
      ? narrow(value + BigInt(whole))
      : tidy(field.isInteger ? Math.round(value + whole) : value + by);
  return moved < min ? min : moved > max ? max : moved;
}

const MOST_GAPS = 8;

/** The round distance of the marks of a slider's scale, of which there are at most nine. */
export function tickGap({ min, max, isInteger }: Field): number {
  const least = (Number(max) - Number(min)) / MOST_GAPS;
  const power = 10 ** Math.floor(Math.log10(least));
  const gap =
    [1, 2, 5, 10].map((factor) => factor * power).find((each) => each >= least * (1 - 1e-9)) ?? 10 * power;
  return Number((isInteger ? Math.max(1, gap) : gap).toPrecision(12));
}

/** The values at which a slider's scale has its marks. */
export function ticksOf(field: Field): number[] {
  const [min, max, gap] = [Number(field.min), Number(field.max), tickGap(field)];
  if (!(max > min)) return [];
  const first = Math.ceil(min / gap - 1e-9);
  const count = Math.floor(max / gap + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, index) => Number(((first + index) * gap).toPrecision(12)));
}

/** Whether a value is a number of a field. */
export function isNumeric(value: Json | undefined): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

/** Takes off what binary fractions add: 0.30000000000000004 is 0.3. */
function tidy(value: number | bigint): number | bigint {
  return typeof value === 'bigint' ? narrow(value) : Number(value.toPrecision(12));
}

/** A bigint only where a number would lose digits. */
export function narrow(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function isPlain(value: unknown): value is string | number | bigint | boolean {
  return ['string', 'number', 'bigint', 'boolean'].includes(typeof value);
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise;
}

function numberOr(value: unknown, otherwise: number): number | bigint {
  return typeof value === 'number' || typeof value === 'bigint' ? value : otherwise;
}
