import { BytePairs } from './byte-pairs.ts';
import { pieces } from './pieces.ts';
import { countedPosition, placeholders } from './placeholder.ts';
import { readTokenizer, type TokenizerParts } from './tokenizer-files.ts';

/** What the placeholder becomes: the letter s as a word, id 338 in CLIP's vocabulary. */
const PLACEHOLDER_TOKEN = 's</w>';

/** One piece of a prompt, for whoever shows what the text encoder read. */
interface TokenizedWord {
  /** UTF-16 index of its beginning in the prompt. */
  readonly start: number;
  /** UTF-16 index behind its end. */
  readonly end: number;
  /** Number of tokens that it became. */
  readonly tokens: number;
  readonly isPlaceholder: boolean;
}

/** A prompt as the text tower takes it. */
export interface TokenizedText {
  /** T ids: start, text, end, and end again as padding. */
  readonly ids: readonly number[];
  /** Where the subject's placeholder stands among the T tokens (the start is 0); empty without one. */
  readonly positions: readonly number[];
  readonly words: readonly TokenizedWord[];
  /** Number of tokens that fell off the end. */
  readonly truncated: number;
}

interface Word extends TokenizedWord {
  readonly ids: readonly number[];
}

/**
 * CLIP's byte-pair tokenizer, equal to transformers' CLIPTokenizer on ordinary text, that also finds the subject's placeholder.
 * Source: Radford et al. 2021.
 * Differs there: `S*` and the lone capital `S` are one token wherever they stand, so that punctuation does not hide them.
 */
export class ClipTokenizer {
  /** T: number of positions. */
  readonly length: number;
  /** Id of the token before each text. */
  readonly start: number;
  /** Id of the token behind each text, which is the padding too. */
  readonly end: number;
  /** One more than the largest id of the vocabulary. */
  readonly size: number;
  readonly #pairs: BytePairs;
  readonly #special: ReadonlyMap<string, number>;
  readonly #separator: RegExp;
  readonly #placeholder: readonly number[];

  /** @throws when the vocabulary lacks a token that every text needs */
  constructor({ vocabulary, merges, startToken, endToken, length }: TokenizerParts) {
    const idOf = (token: string): number => {
      const id = vocabulary.get(token);
      if (id === undefined) throw new Error(`vocab.json: expected a token ${token}, got none`);
      return id;
    };
    this.length = length;
    this.size = 0;
    for (const id of vocabulary.values()) this.size = Math.max(this.size, id + 1);
    this.start = idOf(startToken);
    this.end = idOf(endToken);
    this.#special = new Map([
      [startToken, this.start],
      [endToken, this.end],
    ]);
    this.#separator = new RegExp(`(${[startToken, endToken].map(literal).join('|')})`, 'u');
    this.#placeholder = [idOf(PLACEHOLDER_TOKEN)];
    this.#pairs = new BytePairs(vocabulary, merges, this.end);
  }

  /**
   * Opens a folder with `vocab.json` and `merges.txt`, and `tokenizer_config.json` where there is one.
   * @throws naming the file that is missing or is not what it should be
   */
  static async open(folder: string): Promise<ClipTokenizer> {
    return new ClipTokenizer(await readTokenizer(folder));
  }

  /**
   * Reads a prompt.
   * @param compat finds the placeholder as the released code does: by counting words, the last one only, 0 (the start) without one
   */
  tokenize(text: string, { compat = false }: { readonly compat?: boolean } = {}): TokenizedText {
    const words = compat ? this.#plain(text, 0) : this.#withPlaceholders(text);
    const room = this.length - 2;
    const all = words.flatMap(({ ids }) => ids);
    const kept = all.slice(0, room);
    const padding = Array.from({ length: this.length - 1 - kept.length }, () => this.end);
    return {
      ids: [this.start, ...kept, ...padding],
      positions: compat
        ? [countedPosition(text)].filter((position) => position < this.length)
        : placeholderPositions(words).filter((position) => position <= room),
      words: words.map(({ start, end, tokens, isPlaceholder }) => ({ start, end, tokens, isPlaceholder })),
      truncated: Math.max(0, all.length - room),
    };
  }

  #withPlaceholders(text: string): Word[] {
    const words: Word[] = [];
    let from = 0;
    for (const { start, end } of placeholders(text)) {
      for (const word of this.#plain(text.slice(from, start), from)) words.push(word);
      words.push({ start, end, tokens: 1, isPlaceholder: true, ids: this.#placeholder });
      from = end;
    }
    for (const word of this.#plain(text.slice(from), from)) words.push(word);
    return words;
  }

  /** Words of a text without placeholders; the names of the start and end tokens are those tokens. */
  #plain(text: string, offset: number): Word[] {
    const words: Word[] = [];
    let at = 0;
    for (const part of text.split(this.#separator)) {
      const [start, end] = [offset + at, offset + at + part.length];
      const special = this.#special.get(part);
      if (special !== undefined) words.push({ start, end, tokens: 1, isPlaceholder: false, ids: [special] });
      else
        for (const piece of pieces(part, start)) {
          const ids = this.#pairs.ids(piece);
          words.push({ start: piece.start, end: piece.end, tokens: ids.length, isPlaceholder: false, ids });
        }
      at += part.length;
    }
    return words;
  }
}

const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

function placeholderPositions(words: readonly Word[]): number[] {
  const positions: number[] = [];
  let position = 1;
  for (const { tokens, isPlaceholder } of words) {
    if (isPlaceholder) positions.push(position);
    position += tokens;
  }
  return positions;
}
