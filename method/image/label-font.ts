/** Rows of a letter's pixels, top first; the highest of three bits is the left one. */
const LETTERS: Readonly<Record<string, readonly number[]>> = {
  A: [2, 5, 7, 5, 5],
  B: [6, 5, 6, 5, 6],
  C: [3, 4, 4, 4, 3],
  D: [6, 5, 5, 5, 6],
  E: [7, 4, 6, 4, 7],
  F: [7, 4, 6, 4, 4],
  G: [3, 4, 5, 5, 3],
  H: [5, 5, 7, 5, 5],
  I: [7, 2, 2, 2, 7],
  J: [1, 1, 1, 5, 2],
  K: [5, 5, 6, 5, 5],
  L: [4, 4, 4, 4, 7],
  M: [5, 7, 7, 5, 5],
  N: [6, 5, 5, 5, 5],
  O: [2, 5, 5, 5, 2],
  P: [6, 5, 6, 4, 4],
  Q: [2, 5, 5, 3, 1],
  R: [6, 5, 6, 5, 5],
  S: [3, 4, 2, 1, 6],
  T: [7, 2, 2, 2, 2],
  U: [5, 5, 5, 5, 7],
  V: [5, 5, 5, 5, 2],
  W: [5, 5, 7, 7, 5],
  X: [5, 5, 2, 5, 5],
  Y: [5, 5, 2, 2, 2],
  Z: [7, 1, 2, 4, 7],
  '0': [7, 5, 5, 5, 7],
  '1': [2, 6, 2, 2, 7],
  '2': [6, 1, 2, 4, 7],
  '3': [6, 1, 2, 1, 6],
  '4': [5, 5, 7, 1, 1],
  '5': [7, 4, 6, 1, 6],
  '6': [3, 4, 6, 5, 2],
  '7': [7, 1, 2, 2, 2],
  '8': [2, 5, 2, 5, 2],
  '9': [2, 5, 3, 1, 6],
  '.': [0, 0, 0, 0, 2],
  ',': [0, 0, 0, 2, 4],
  '-': [0, 0, 7, 0, 0],
  '+': [0, 2, 7, 2, 0],
  '=': [0, 7, 0, 7, 0],
  ':': [0, 2, 0, 2, 0],
  '/': [1, 1, 2, 4, 4],
  '*': [0, 5, 2, 5, 0],
  '(': [1, 2, 2, 2, 1],
  ')': [4, 2, 2, 2, 4],
  '!': [2, 2, 2, 0, 2],
  '%': [5, 1, 2, 4, 5],
  _: [0, 0, 0, 0, 7],
};

/** Height and advance of a letter, in its own pixels. */
const [HEIGHT, ADVANCE] = [5, 4];
/** Screen pixels of a letter's pixel. */
const SCALE = 2;

/** Height of a line of labels, and width of a letter, pixels. */
export const LINE_HEIGHT = (HEIGHT + 2) * SCALE;
export const LETTER_WIDTH = ADVANCE * SCALE;

/** The pixels [x, y] that a label is made of, from its top left corner; letters without a shape are blank. */
export function labelPixels(text: string): [x: number, y: number][] {
  const pixels: [number, number][] = [];
  Array.from(text.toUpperCase()).forEach((letter, place) => {
    (LETTERS[letter] ?? []).forEach((bits, row) => {
      for (let column = 0; column < 3; column += 1) {
        if (((bits >> (2 - column)) & 1) === 0) continue;
        for (let k = 0; k < SCALE * SCALE; k += 1)
          pixels.push([
            (place * ADVANCE + column) * SCALE + (k % SCALE),
            row * SCALE + Math.floor(k / SCALE),
          ]);
      }
    });
  });
  return pixels;
}
