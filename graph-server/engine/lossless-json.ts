/**
 * A JSON value of which nothing is lost: a whole number is a bigint, any other a number (`5` and `5.0` differ),
 * and an object is a Map, so that ids such as "10" and "3" keep their order.
 */
export type Literal = null | boolean | bigint | number | string | Literal[] | Map<string, Literal>;

const MAX_DEPTH = 64;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
/** What a text in quotes has that is not itself. */
const ESCAPED = /[\\\p{Cc}]/u;
/** Words besides numbers; Python writes the last three for numbers that JSON has not. */
const WORDS: readonly (readonly [string, null | boolean])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
  ['NaN', null],
  ['Infinity', null],
  ['-Infinity', null],
];

/**
 * Reads JSON; bare NaN and Infinity, which Python writes, become null.
 * @throws an Error that begins with `where` when the text is no JSON or nests over 64 levels
 */
export function readJson(text: string, where: string): Literal {
  return new Reader(text, where).document();
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

/** Reads one text from its begin to its end. */
class Reader {
  readonly #text: string;
  readonly #where: string;
  #at = 0;

  constructor(text: string, where: string) {
    this.#text = text;
    this.#where = where;
  }

  document(): Literal {
    const value = this.#value(0);
    this.#space();
    return this.#at === this.#text.length ? value : this.#fail();
  }

  #value(depth: number): Literal {
    this.#space();
    switch (this.#text[this.#at]) {
      case '{':
        return this.#object(this.#deeper(depth));
      case '[':
        return this.#array(this.#deeper(depth));
      case '"':
        return this.#string();
      default:
        return this.#scalar();
    }
  }

  #deeper(depth: number): number {
    if (depth === MAX_DEPTH)
      throw new Error(`${this.#where}: expected at most ${MAX_DEPTH} levels of nesting, got more`);
    this.#at += 1;
    return depth + 1;
  }

  #object(depth: number): Literal {
    const object = new Map<string, Literal>();
    if (this.#accepts('}')) return object;
    do {
      this.#space();
      if (this.#text[this.#at] !== '"') this.#fail();
      const key = this.#string();
      if (!this.#accepts(':')) this.#fail();
      object.set(key, this.#value(depth));
    } while (this.#accepts(','));
    return this.#accepts('}') ? object : this.#fail();
  }

  #array(depth: number): Literal {
    const array: Literal[] = [];
    if (this.#accepts(']')) return array;
    do array.push(this.#value(depth));
    while (this.#accepts(','));
    return this.#accepts(']') ? array : this.#fail();
  }

  #string(): string {
    const from = this.#at + 1;
    let end = this.#text.indexOf('"', from);
    const plain = this.#text.slice(from, end);
    if (end >= 0 && !ESCAPED.test(plain)) {
      this.#at = end + 1;
      return plain;
    }
    while (end >= 0 && this.#isEscaped(end)) end = this.#text.indexOf('"', end + 1);
    if (end < 0) return this.#fail();
    this.#at = end + 1;
    return this.#unescaped(this.#text.slice(from - 1, this.#at));
  }

  /** Whether an odd number of backslashes stands before a place. */
  #isEscaped(place: number): boolean {
    let before = place;
    while (this.#text[before - 1] === '\\') before -= 1;
    return (place - before) % 2 === 1;
  }

  #unescaped(quoted: string): string {
    try {
      return JSON.parse(quoted) as string;
    } catch {
      return this.#fail();
    }
  }

  #scalar(): Literal {
    NUMBER.lastIndex = this.#at;
    const [digits] = NUMBER.exec(this.#text) ?? [];
    if (digits !== undefined) {
      this.#at += digits.length;
      return numberOf(digits);
    }
    for (const [word, value] of WORDS) {
      if (!this.#text.startsWith(word, this.#at)) continue;
      this.#at += word.length;
      return value;
    }
    return this.#fail();
  }

  #accepts(mark: string): boolean {
    this.#space();
    if (this.#text[this.#at] !== mark) return false;
    this.#at += 1;
    return true;
  }

  #space(): void {
    for (let code = this.#text.charCodeAt(this.#at); isSpace(code); code = this.#text.charCodeAt(this.#at))
      this.#at += 1;
  }

  #fail(): never {
    throw new Error(`${this.#where}: expected JSON, got a text that is none (at character ${this.#at + 1})`);
  }
}

const isSpace = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;

function numberOf(text: string): bigint | number | null {
  if (!/[.eE]/.test(text)) return BigInt(text);
  const number = Number(text);
  return Number.isFinite(number) ? number : null;
}
