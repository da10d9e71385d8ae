/** A prefix code: how many symbols have each length, and the symbols, shortest first. */
interface Code {
  readonly counts: Uint16Array;
  readonly symbols: Uint16Array;
}

const MAX_BITS = 15;
const LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const LENGTH_BASE = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
  227, 258,
];
const LENGTH_EXTRA = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCE_BASE = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
  6145, 8193, 12289, 16385, 24577,
];
const distanceExtra = (symbol: number) => Math.max(0, (symbol >> 1) - 1);

/**
 * Unpacks zlib's format at once, which the browser's own decompression, asynchronous, does not.
 * Source: RFC 1950 and RFC 1951. Differs there: the checksum at the end is not looked at.
 * @param most bytes that it may become @returns undefined when the bytes are damaged or become more
 */
export function inflated(bytes: Uint8Array, most: number): Uint8Array | undefined {
  if (((bytes[0] ?? 0) & 15) !== 8 || ((bytes[1] ?? 0) & 32) !== 0) return undefined;
  try {
    return new Inflater(bytes.subarray(2), most).all();
  } catch (error) {
    if (error instanceof DamagedError) return undefined;
    throw error;
  }
}

class DamagedError extends Error {}

class Inflater {
  readonly #in: Uint8Array;
  readonly #most: number;
  #out = new Uint8Array(4096);
  #length = 0;
  #at = 0;
  #bits = 0;
  #count = 0;

  constructor(bytes: Uint8Array, most: number) {
    this.#in = bytes;
    this.#most = most;
  }

  all(): Uint8Array {
    let isLast = false;
    while (!isLast) {
      isLast = this.#take(1) === 1;
      const kind = this.#take(2);
      if (kind === 0) this.#stored();
      else if (kind === 1) this.#coded(FIXED_LITERALS, FIXED_DISTANCES);
      else if (kind === 2) this.#coded(...this.#codes());
      else throw new DamagedError();
    }
    return this.#out.subarray(0, this.#length);
  }

  #take(count: number): number {
    while (this.#count < count) {
      const byte = this.#in[this.#at];
      if (byte === undefined) throw new DamagedError();
      this.#bits |= byte << this.#count;
      this.#at += 1;
      this.#count += 8;
    }
    const value = this.#bits & ((1 << count) - 1);
    this.#bits >>>= count;
    this.#count -= count;
    return value;
  }

  #put(byte: number): void {
    if (this.#length >= this.#most) throw new DamagedError();
    if (this.#length === this.#out.length) {
      const longer = new Uint8Array(this.#out.length * 2);
      longer.set(this.#out);
      this.#out = longer;
    }
    this.#out[this.#length] = byte;
    this.#length += 1;
  }

  #stored(): void {
    this.#bits = 0;
    this.#count = 0;
    const length = this.#take(16);
    if (this.#take(16) !== (length ^ 0xffff)) throw new DamagedError();
    for (let index = 0; index < length; index += 1) this.#put(this.#take(8));
  }

  #symbol({ counts, symbols }: Code): number {
    let [code, first, index] = [0, 0, 0];
    for (let length = 1; length <= MAX_BITS; length += 1) {
      code |= this.#take(1);
      const count = counts[length] ?? 0;
      if (code - first < count) return symbols[index + code - first] ?? 0;
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw new DamagedError();
  }

  #coded(literals: Code, distances: Code): void {
    for (let symbol = this.#symbol(literals); symbol !== 256; symbol = this.#symbol(literals)) {
      if (symbol < 256) this.#put(symbol);
      else this.#copy(symbol - 257, distances);
    }
  }

  #copy(symbol: number, distances: Code): void {
    const [base, extra] = [LENGTH_BASE[symbol], LENGTH_EXTRA[symbol]];
    if (base === undefined || extra === undefined) throw new DamagedError();
    const length = base + this.#take(extra);
    const code = this.#symbol(distances);
    const distance = (DISTANCE_BASE[code] ?? Infinity) + this.#take(distanceExtra(code));
    if (distance > this.#length) throw new DamagedError();
    for (let index = 0; index < length; index += 1) this.#put(this.#out[this.#length - distance] ?? 0);
  }

  /** The codes that stand in a block themselves, packed by a third one. */
  #codes(): [literals: Code, distances: Code] {
    const [literals, distances, count] = [this.#take(5) + 257, this.#take(5) + 1, this.#take(4) + 4];
    const lengths = new Array<number>(19).fill(0);
    for (const place of LENGTH_ORDER.slice(0, count)) lengths[place] = this.#take(3);
    const packing = codeOf(lengths);
    const all: number[] = [];
    while (all.length < literals + distances) {
      const symbol = this.#symbol(packing);
      if (symbol < 16) all.push(symbol);
      else {
        const [value, times] = this.#repeat(symbol, all.at(-1) ?? 0);
        for (let index = 0; index < times; index += 1) all.push(value);
      }
    }
    return [codeOf(all.slice(0, literals)), codeOf(all.slice(literals, literals + distances))];
  }

  #repeat(symbol: number, last: number): [value: number, times: number] {
    if (symbol === 16) return [last, 3 + this.#take(2)];
    return symbol === 17 ? [0, 3 + this.#take(3)] : [0, 11 + this.#take(7)];
  }
}

/** The prefix code whose symbols have these lengths; 0 means that a symbol does not occur. */
function codeOf(lengths: readonly number[]): Code {
  const counts = new Uint16Array(MAX_BITS + 1);
  for (const length of lengths) if (length > 0) counts[length] = (counts[length] ?? 0) + 1;
  const symbols = lengths
    .map((length, symbol) => ({ length, symbol }))
    .filter(({ length }) => length > 0)
    .sort((a, b) => a.length - b.length)
    .map(({ symbol }) => symbol);
  return { counts, symbols: Uint16Array.from(symbols) };
}

const FIXED_LITERALS = codeOf(
  Array.from({ length: 288 }, (_, symbol) => (symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8)),
);
const FIXED_DISTANCES = codeOf(new Array<number>(30).fill(5));
