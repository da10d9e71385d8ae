/** A stretch of text that byte pairs are merged within, and where it lies in the text as it was typed. */
export interface Piece {
  /** Lower-case, composed. */
  readonly text: string;
  /** UTF-16 index of its beginning. */
  readonly start: number;
  /** UTF-16 index behind its end. */
  readonly end: number;
}

/** Contractions, words, single digits, runs of other signs; whitespace separates. Source: the released CLIP tokenizer. */
const PIECE =
  /<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|\p{L}+|\p{N}|[^\p{White_Space}\p{L}\p{N}]+/gu;
/** The byte-level step splits the two names of that expression once more, where they are not the tokens themselves. */
const NAMED = /^<\|(startoftext|endoftext)\|>$/;
/** A sign with what may compose with it: marks, and the later letters of a Hangul syllable. */
const CLUSTER = /[^][\p{M}\u1160-\u11ff]*/gu;

/**
 * Splits text as transformers' CLIPTokenizer does: composed (NFC), lower-cased sign by sign, then into pieces.
 * @param offset added to the ranges: where this text begins in a longer one
 */
export function pieces(text: string, offset = 0): Piece[] {
  const { normal, starts, ends } = normalised(text);
  return [...normal.matchAll(PIECE)].flatMap(({ 0: found, index }) =>
    parts(found).map(([from, to]) => ({
      text: found.slice(from, to),
      start: offset + (starts[index + from] ?? 0),
      end: offset + (ends[index + to - 1] ?? text.length),
    })),
  );
}

function parts(found: string): readonly (readonly [number, number])[] {
  if (!NAMED.test(found)) return [[0, found.length]];
  const end = found.length;
  return [
    [0, 2],
    [2, end - 2],
    [end - 2, end],
  ];
}

/** The normal form, and for each of its UTF-16 units the range of signs that it was made from. */
function normalised(text: string): { normal: string; starts: number[]; ends: number[] } {
  const [starts, ends, signs]: [number[], number[], string[]] = [[], [], []];
  for (const { 0: cluster, index } of text.matchAll(CLUSTER)) {
    // Each sign by itself: a final sigma has no form of its own here.
    const lower = Array.from(cluster.normalize('NFC'), (sign) => sign.toLowerCase()).join('');
    signs.push(lower);
    for (let unit = 0; unit < lower.length; unit += 1) {
      starts.push(index);
      ends.push(index + cluster.length);
    }
  }
  return { normal: signs.join(''), starts, ends };
}
