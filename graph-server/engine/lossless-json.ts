/**
 * A JSON value of which nothing is lost: a whole number is a bigint, any other a number (`5` and `5.0` differ),
 * and an object is a Map, so that ids such as "10" and "3" keep their order.
 */
export type Literal = null | boolean | bigint | number | string | Literal[] | Map<string, Literal>;

const MAX_DEPTH = 64;
const TOKENS = /"[^"\\]*(?:\\[^][^"\\]*)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?|NaN|-?Infinity/g;

/**
 * Reads JSON; bare NaN and Infinity, which Python writes, become null.
 * Texts get a mark in front and numbers become marked texts; `JSON.parse` then checks the grammar and loses nothing.
 * @throws an Error that begins with `where` when the text is no JSON or nests over 64 levels
 */
export function readJson(text: string, where: string): Literal {
  return literalOf(parsed(text.replace(TOKENS, marked), where), where, 0);
}

/** Writes JSON: whole numbers without a point, others always with one. */
export function writeJson(value: Literal): string {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') return numberText(value);
  if (Array.isArray(value)) return `[${value.map(writeJson).join(',')}]`;
  if (value instanceof Map)
    return `{${[...value].map(([key, item]) => `${JSON.stringify(key)}:${writeJson(item)}`).join(',')}}`;
  return JSON.stringify(value);
}

/** A number that is not whole by its kind, as JSON and Python write it: `5.0`, `0.1`, `1e+21`. */
export function numberText(value: number): string {
  const text = String(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

function marked(token: string): string {
  if (token.startsWith('"')) return `"$${token.slice(1)}`;
  return token.endsWith('y') || token === 'NaN' ? 'null' : `"#${token}"`;
}

function parsed(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`${where}: expected JSON, got a text that is none`, { cause });
  }
}

function literalOf(value: unknown, where: string, depth: number): Literal {
  if (typeof value === 'string') return value[0] === '$' ? value.slice(1) : numberOf(value.slice(1));
  if (typeof value !== 'object' || value === null) return value as null | boolean;
  if (depth === MAX_DEPTH)
    throw new Error(`${where}: expected at most ${MAX_DEPTH} levels of nesting, got more`);
  if (Array.isArray(value)) return value.map((item) => literalOf(item, where, depth + 1));
  const object = new Map<string, Literal>();
  for (const [key, item] of Object.entries(value)) {
    if (!key.startsWith('$')) throw new Error(`${where}: expected a key in quotes, got ${key.slice(1)}`);
    object.set(key.slice(1), literalOf(item, where, depth + 1));
  }
  return object;
}

function numberOf(text: string): bigint | number | null {
  if (!/[.eE]/.test(text)) return BigInt(text);
  const number = Number(text);
  return Number.isFinite(number) ? number : null;
}
