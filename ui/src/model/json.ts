/** A JSON value; an integer beyond 2⁵³ − 1 (a 64-bit seed) is a bigint, so that no digit is lost. */
export type Json = null | boolean | number | bigint | Float | string | Json[] | JsonObject;

/** A whole number that was written as a fraction (5.0), which Python tells from 5; read only when asked for. */
export class Float {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** A JSON object without a prototype, so that no key of a file can reach one. */
export interface JsonObject {
  [key: string]: Json;
}

/** How deep a file may nest. */
export const MAX_DEPTH = 64;

const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);
const ESCAPES: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  '"': '"',
  '\\': '\\',
  '/': '/',
};

/** Whether a JSON value is an object. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Float);
}

/** An object without some of its keys. */
export function without(object: Readonly<JsonObject>, ...keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

/**
 * Reads JSON without losing digits; bare NaN and Infinity, which Python writes, become null.
 * @param options `keepsFloats` reads 5.0 as a `Float` and not as the number 5
 * @throws an Error that begins with `where` when the text is no JSON or nests over 64 levels
 */
export function parseJson(
  text: string,
  where: string,
  { keepsFloats = false }: { readonly keepsFloats?: boolean } = {},
): Json {
  return new JsonReader(text, where, keepsFloats).document();
}

/** Writes JSON, bigints as plain digits; what JSON cannot say (NaN, Infinity) becomes null. */
export function stringifyJson(value: Json, indent = 0): string {
  return written(value, indent, '');
}

function written(value: Json, indent: number, margin: string): string {
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Float) return fraction(value.value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const isArray = Array.isArray(value);
  const inner = margin + ' '.repeat(indent);
  const items = isArray
    ? value.map((item) => written(item, indent, inner))
    : Object.entries(value).map(
        ([key, item]) => `${JSON.stringify(key)}:${indent > 0 ? ' ' : ''}${written(item, indent, inner)}`,
      );
  const [open, close] = isArray ? ['[', ']'] : ['{', '}'];
  if (items.length === 0) return open + close;
  if (indent === 0) return open + items.join(',') + close;
  return `${open}\n${inner}${items.join(`,\n${inner}`)}\n${margin}${close}`;
}

function fraction(value: number): string {
  const digits = Object.is(value, -0) ? '-0' : String(value);
  return /[.e]/.test(digits) ? digits : `${digits}.0`;
}

class JsonReader {
  #at = 0;
  #depth = 0;
  readonly #text: string;
  readonly #where: string;
  readonly #keepsFloats: boolean;

  constructor(text: string, where: string, keepsFloats: boolean) {
    this.#text = text;
    this.#where = where;
    this.#keepsFloats = keepsFloats;
  }

  document(): Json {
    const value = this.#value();
    this.#space();
    if (this.#at < this.#text.length) this.#fail('the end');
    return value;
  }

  #value(): Json {
    this.#space();
    switch (this.#text[this.#at]) {
      case '{':
        return this.#nested(() => this.#object());
      case '[':
        return this.#nested(() => this.#array());
      case '"':
        return this.#string();
      default:
        return this.#scalar();
    }
  }

  #nested<T>(read: () => T): T {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH)
      throw new Error(`${this.#where}: expected at most ${MAX_DEPTH} levels of nesting, got more`);
    this.#at += 1;
    const value = read();
    this.#depth -= 1;
    return value;
  }

  #object(): JsonObject {
    const object = Object.create(null) as JsonObject;
    if (this.#accepts('}')) return object;
    do {
      this.#space();
      if (this.#text[this.#at] !== '"') this.#fail('a key in quotes');
      const key = this.#string();
      if (FORBIDDEN_KEYS.has(key)) throw new Error(`${this.#where}: expected an ordinary key, got ${key}`);
      if (!this.#accepts(':')) this.#fail('":"');
      object[key] = this.#value();
    } while (this.#accepts(','));
    if (!this.#accepts('}')) this.#fail('"," or "}"');
    return object;
  }

  #array(): Json[] {
    const array: Json[] = [];
    if (this.#accepts(']')) return array;
    do array.push(this.#value());
    while (this.#accepts(','));
    if (!this.#accepts(']')) this.#fail('"," or "]"');
    return array;
  }

  #string(): string {
    this.#at += 1;
    let read = '';
    let from = this.#at;
    while (true) {
      const code = this.#text.charCodeAt(this.#at);
      if (Number.isNaN(code) || code < 0x20) this.#fail('the end of a text');
      if (code === 0x22) break;
      if (code !== 0x5c) {
        this.#at += 1;
        continue;
      }
      read += this.#text.slice(from, this.#at) + this.#escape();
      from = this.#at;
    }
    read += this.#text.slice(from, this.#at);
    this.#at += 1;
    return read;
  }

  #escape(): string {
    const letter = this.#text[this.#at + 1] ?? '';
    if (letter === 'u') {
      const digits = this.#text.slice(this.#at + 2, this.#at + 6);
      if (!/^[0-9a-fA-F]{4}$/.test(digits)) this.#fail('four hexadecimal digits');
      this.#at += 6;
      return String.fromCharCode(parseInt(digits, 16));
    }
    const meant = ESCAPES[letter];
    if (meant === undefined) return this.#fail('an escape');
    this.#at += 2;
    return meant;
  }

  #scalar(): Json {
    const word = /[-+.\w]*/y;
    word.lastIndex = this.#at;
    const found = word.exec(this.#text)?.[0] ?? '';
    const value = scalarOf(found, this.#keepsFloats);
    if (value === undefined) return this.#fail('a value');
    this.#at += found.length;
    return value;
  }

  #accepts(mark: string): boolean {
    this.#space();
    if (this.#text[this.#at] !== mark) return false;
    this.#at += 1;
    return true;
  }

  #space(): void {
    while (' \t\n\r'.includes(this.#text[this.#at] ?? 'x')) this.#at += 1;
  }

  #fail(expected: string): never {
    const rest = this.#text.slice(this.#at, this.#at + 12);
    const got = rest === '' ? 'the end of the file' : JSON.stringify(rest);
    const line = this.#text.slice(0, this.#at).split('\n').length;
    throw new Error(`${this.#where}: expected ${expected} on line ${line}, got ${got} (not a JSON file?)`);
  }
}

function scalarOf(word: string, keepsFloats: boolean): Json | undefined {
  switch (word) {
    case 'true':
      return true;
    case 'false':
      return false;
    case 'null':
    case 'NaN':
    case 'Infinity':
    case '-Infinity':
      return null;
  }
  if (!/^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$/.test(word)) return undefined;
  const number = Number(word);
  const isWhole = /^-?\d+$/.test(word);
  if (isWhole && !Number.isSafeInteger(number)) return BigInt(word);
  if (keepsFloats && !isWhole && Number.isInteger(number)) return new Float(number);
  return Number.isFinite(number) ? number : null;
}
