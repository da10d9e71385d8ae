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
    for (let row = 0; row < rows; row += 1) this.#line(re, im, row * this.side, 1);
    for (let column = 0; column < this.side; column += 1) this.#line(re, im, column, this.side);
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

  #line(re: Float64Array, im: Float64Array, start: number, stride: number): void {
    const [cos, sin] = [this.#cos, this.#sin];
    this.#reorder(re, im, start, stride);
    for (let half = 1; half < this.side; half *= 2) {
      const turn = this.side / (2 * half);
      for (let first = 0; first < this.side; first += 2 * half)
        for (let k = 0; k < half; k += 1) {
          const a = start + (first + k) * stride;
          const b = a + half * stride;
          const c = cos[k * turn] ?? 0;
          const s = sin[k * turn] ?? 0;
          const u = (re[b] ?? 0) * c - (im[b] ?? 0) * s;
          const v = (re[b] ?? 0) * s + (im[b] ?? 0) * c;
          re[b] = (re[a] ?? 0) - u;
          im[b] = (im[a] ?? 0) - v;
          re[a] = (re[a] ?? 0) + u;
          im[a] = (im[a] ?? 0) + v;
        }
    }
  }

  #reorder(re: Float64Array, im: Float64Array, start: number, stride: number): void {
    for (let i = 0; i < this.side; i += 1) {
      const j = this.#swapped[i] ?? 0;
      if (j <= i) continue;
      const [a, b] = [start + i * stride, start + j * stride];
      const real = re[a] ?? 0;
      const imaginary = im[a] ?? 0;
      re[a] = re[b] ?? 0;
      im[a] = im[b] ?? 0;
      re[b] = real;
      im[b] = imaginary;
    }
  }
}
