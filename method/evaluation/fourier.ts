/** A square grid of complex numbers, row by row. */
export interface ComplexGrid {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** The discrete Fourier transform of square grids whose side is a power of two. Source: Cooley and Tukey 1965, radix 2. */
export class Fourier {
  readonly side: number;
  readonly #cos: Float64Array;
  readonly #sin: Float64Array;
  readonly #swapped: Uint16Array;

  /** @throws when the side is no power of two */
  constructor(side: number) {
    if (!Number.isInteger(Math.log2(side))) throw new Error(`fourier: expected a power of two, got ${side}`);
    this.side = side;
    this.#cos = Float64Array.from({ length: side / 2 }, (_, k) => Math.cos((2 * Math.PI * k) / side));
    this.#sin = Float64Array.from({ length: side / 2 }, (_, k) => -Math.sin((2 * Math.PI * k) / side));
    this.#swapped = new Uint16Array(side);
    for (let i = 1; i < side; i += 1)
      this.#swapped[i] = ((this.#swapped[i >> 1] ?? 0) >> 1) | (i & 1 ? side >> 1 : 0);
  }

  /** X[k, l] = Σ x[m, n]·exp(−2πi(km + ln)/N), in place. @param rows from this row on all is zero */
  forward({ re, im }: ComplexGrid, rows = this.side): void {
    for (let row = 0; row < rows; row += 1) this.#row(re, im, row * this.side);
    this.#columns(re, im);
  }

  /** The inverse of `forward`, in place. */
  inverse({ re, im }: ComplexGrid): void {
    this.forward({ re: im, im: re }); // swapped parts turn the direction round
    const share = 1 / this.side ** 2;
    for (let i = 0; i < re.length; i += 1) {
      re[i] = (re[i] ?? 0) * share;
      im[i] = (im[i] ?? 0) * share;
    }
  }

  #row(re: Float64Array, im: Float64Array, start: number): void {
    const [side, cos, sin] = [this.side, this.#cos, this.#sin];
    for (let i = 0; i < side; i += 1) {
      const j = this.#swapped[i] ?? 0;
      if (j > i) swap(re, im, start + i, start + j);
    }
    for (let half = 1; half < side; half *= 2) {
      const turn = side / (2 * half);
      for (let first = start; first < start + side; first += 2 * half)
        for (let k = 0; k < half; k += 1)
          butterfly(re, im, first + k, first + k + half, cos[k * turn] ?? 0, sin[k * turn] ?? 0);
    }
  }

  /** All columns at once, row by row: numbers that lie side by side are read side by side. */
  #columns(re: Float64Array, im: Float64Array): void {
    const [side, cos, sin] = [this.side, this.#cos, this.#sin];
    for (let i = 0; i < side; i += 1) {
      const j = this.#swapped[i] ?? 0;
      if (j > i) for (let x = 0; x < side; x += 1) swap(re, im, i * side + x, j * side + x);
    }
    for (let half = 1; half < side; half *= 2) {
      const turn = side / (2 * half);
      for (let first = 0; first < side; first += 2 * half)
        for (let k = 0; k < half; k += 1) {
          const [c, s] = [cos[k * turn] ?? 0, sin[k * turn] ?? 0];
          const [a, b] = [(first + k) * side, (first + k + half) * side];
          for (let x = 0; x < side; x += 1) butterfly(re, im, a + x, b + x, c, s);
        }
    }
  }
}

/** x_a ± (c + i·s)·x_b, in place. */
function butterfly(re: Float64Array, im: Float64Array, a: number, b: number, c: number, s: number): void {
  const real = re[b] ?? 0;
  const imaginary = im[b] ?? 0;
  const u = real * c - imaginary * s;
  const v = real * s + imaginary * c;
  re[b] = (re[a] ?? 0) - u;
  im[b] = (im[a] ?? 0) - v;
  re[a] = (re[a] ?? 0) + u;
  im[a] = (im[a] ?? 0) + v;
}

function swap(re: Float64Array, im: Float64Array, a: number, b: number): void {
  const real = re[a] ?? 0;
  const imaginary = im[a] ?? 0;
  re[a] = re[b] ?? 0;
  im[a] = im[b] ?? 0;
  re[b] = real;
  im[b] = imaginary;
}
