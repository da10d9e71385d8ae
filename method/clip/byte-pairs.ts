import type { Piece } from './pieces.ts';

const END_OF_WORD = '</w>';
/** Symbols that are merged among each other; longer words are cut, so that a hostile megabyte costs a second. */
const LONGEST = 2048;

/** A vocabulary with the order in which pairs of its symbols are merged. Source: Sennrich et al. 2016, on bytes. */
export class BytePairs {
  readonly #vocabulary: ReadonlyMap<string, number>;
  readonly #ranks: ReadonlyMap<string, number>;
  readonly #unknown: number;
  readonly #known = new Map<string, readonly number[]>();

  /** @param merges pairs as `left right`, the earliest first @param unknown id of a symbol outside the vocabulary */
  constructor(vocabulary: ReadonlyMap<string, number>, merges: readonly string[], unknown: number) {
    this.#vocabulary = vocabulary;
    this.#ranks = new Map(merges.map((pair, rank) => [pair, rank]));
    this.#unknown = unknown;
  }

  /** Ids of one piece of text. */
  ids({ text }: Pick<Piece, 'text'>): readonly number[] {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const symbols = Array.from(new TextEncoder().encode(text), (byte) => LETTERS[byte] ?? '');
    symbols.push((symbols.pop() ?? '') + END_OF_WORD);
    const ids: number[] = [];
    for (let at = 0; at < symbols.length; at += LONGEST)
      for (const symbol of this.#merged(symbols.slice(at, at + LONGEST)))
        ids.push(this.#vocabulary.get(symbol) ?? this.#unknown);
    if (this.#known.size < 10_000 && text.length < 100) this.#known.set(text, ids);
    return ids;
  }

  /** Merges the earliest pair of the table, the leftmost first, until none is left. */
  #merged(symbols: string[]): string[] {
    const rank = (i: number): number =>
      this.#ranks.get(`${symbols[i] ?? ''} ${symbols[i + 1] ?? ''}`) ?? Infinity;
    const ranks = symbols.slice(1).map((_, i) => rank(i));
    for (;;) {
      let best = Infinity;
      let at = 0;
      for (let i = 0; i < ranks.length; i += 1) {
        const here = ranks[i] ?? Infinity;
        if (here < best) [best, at] = [here, i];
      }
      if (best === Infinity) return symbols;
      symbols.splice(at, 2, (symbols[at] ?? '') + (symbols[at + 1] ?? ''));
      ranks.splice(at, 1);
      if (at > 0) ranks[at - 1] = rank(at - 1);
      if (at < ranks.length) ranks[at] = rank(at);
    }
  }
}

/** A printable sign for each byte: itself where Latin-1 has one, else those from U+0100 on. Source: Radford et al. 2019. */
const LETTERS: readonly string[] = (() => {
  let others = 0;
  return Array.from({ length: 256 }, (_, byte) => {
    const printable = (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte !== 0xad);
    return String.fromCodePoint(printable ? byte : 0x100 + others++);
  });
})();
