/** A range of UTF-16 units: [start, end). */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** `S*` on its own: not glued to a letter, digit or mark on either side. */
const STARRED = /(?<![\p{L}\p{N}\p{M}_*])S\*(?![\p{L}\p{N}\p{M}_])/u;
/** The lone word `S`: as above, and no part of an abbreviation or compound such as U.S., R&S, IT'S or S-shaped. */
const LONE = /(?<![\p{L}\p{N}\p{M}_*])(?<![\p{L}\p{N}][.&'’-])S(?![\p{L}\p{N}\p{M}_*])(?![.&-][\p{L}\p{N}])/u;

const PLACEHOLDER = new RegExp(`${STARRED.source}|${LONE.source}`, 'gu');

/** Where the subject stands in a prompt: each `S*`, and each capital `S` that is a word of its own. */
export const placeholders = (text: string): Range[] =>
  [...text.matchAll(PLACEHOLDER)].map(({ 0: found, index }) => ({ start: index, end: index + found.length }));

/**
 * Where the released code takes the subject to be: 1 + the index of the last blank-separated word that is `S`, or 0 without one.
 * Source: Wei et al. 2023, released code. It counts words, so that a word of several tokens before it shifts the place.
 */
export const countedPosition = (text: string): number => text.trim().split(' ').lastIndexOf('S') + 1;
