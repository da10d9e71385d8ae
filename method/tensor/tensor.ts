/** Numbers in row-major order with their dims. */
export interface Tensor {
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

/** The number of elements of dims. */
export const sizeOf = (dims: readonly number[]): number => dims.reduce((product, n) => product * n, 1);

/**
 * A tensor over these numbers; a Float32Array is used as it is, not copied.
 * @throws when the count of numbers is not the product of the dims
 */
export function tensor(data: Float32Array | readonly number[], dims: readonly number[]): Tensor {
  const numbers = data instanceof Float32Array ? data : Float32Array.from(data);
  if (numbers.length !== sizeOf(dims)) {
    throw new Error(`tensor [${dims.join(', ')}]: expected ${sizeOf(dims)} numbers, got ${numbers.length}`);
  }
  return { dims, data: numbers };
}

/** A tensor of one value. */
export const filled = (dims: readonly number[], value: number): Tensor => ({
  dims,
  data: new Float32Array(sizeOf(dims)).fill(value),
});

/** A tensor of zeros. */
export const zeros = (dims: readonly number[]): Tensor => filled(dims, 0);

/** a·x + b·y, element by element. */
export function axpby(a: number, x: Tensor, b: number, y: Tensor): Tensor {
  requireSameDims('axpby', x, y);
  const out = new Float32Array(x.data.length);
  for (let i = 0; i < out.length; i += 1) out[i] = a * (x.data[i] ?? 0) + b * (y.data[i] ?? 0);
  return { dims: x.dims, data: out };
}

/** a·x. */
export const scale = (a: number, x: Tensor): Tensor => mapped(x, (v) => a * v);

/** The function of each element. */
export const mapped = (x: Tensor, f: (value: number, index: number) => number): Tensor => ({
  dims: x.dims,
  data: x.data.map(f),
});

/** The same numbers under other dims. */
export const reshaped = (x: Tensor, dims: readonly number[]): Tensor => tensor(x.data, dims);

/** The part [from, to) of an axis. */
export function slice(x: Tensor, axis: number, from: number, to: number): Tensor {
  const length = x.dims[axis] ?? 0;
  if (from < 0 || to > length || from > to) {
    throw new Error(`slice of axis ${axis}: expected 0 to ${length}, got ${from} to ${to}`);
  }
  const inner = sizeOf(x.dims.slice(axis + 1));
  const outer = sizeOf(x.dims.slice(0, axis));
  const dims = x.dims.map((n, i) => (i === axis ? to - from : n));
  const out = new Float32Array(sizeOf(dims));
  for (let o = 0; o < outer; o += 1) {
    const start = (o * length + from) * inner;
    out.set(x.data.subarray(start, start + (to - from) * inner), o * (to - from) * inner);
  }
  return { dims, data: out };
}

/** Tensors joined along an axis; all other dims are equal. */
export function concatenate(parts: readonly Tensor[], axis: number): Tensor {
  const [first] = parts;
  if (first === undefined) throw new Error('concatenate: expected at least one tensor, got none');
  const total = parts.reduce((sum, p) => sum + (p.dims[axis] ?? 0), 0);
  const dims = first.dims.map((n, i) => (i === axis ? total : n));
  const inner = sizeOf(first.dims.slice(axis + 1));
  const outer = sizeOf(first.dims.slice(0, axis));
  const out = new Float32Array(sizeOf(dims));
  let offset = 0;
  for (const part of parts) {
    const run = (part.dims[axis] ?? 0) * inner;
    if (part.data.length !== outer * run) {
      throw new Error(
        `concatenate: expected dims like [${first.dims.join(', ')}], got [${part.dims.join(', ')}]`,
      );
    }
    for (let o = 0; o < outer; o += 1)
      out.set(part.data.subarray(o * run, (o + 1) * run), o * total * inner + offset);
    offset += run;
  }
  return { dims, data: out };
}

/** ‖x − y‖₂ / ‖y‖₂, the measure of every comparison with a reference y. */
export function relativeL2(x: Tensor, y: Tensor): number {
  requireSameDims('relativeL2', x, y);
  let difference = 0;
  let norm = 0;
  for (let i = 0; i < y.data.length; i += 1) {
    const expected = y.data[i] ?? 0;
    difference += ((x.data[i] ?? 0) - expected) ** 2;
    norm += expected ** 2;
  }
  return Math.sqrt(difference / Math.max(norm, Number.MIN_VALUE));
}

/** Refuses tensors of different dims. @throws with both */
export function requireSameDims(where: string, x: Tensor, y: Tensor): void {
  if (x.dims.length === y.dims.length && x.dims.every((n, i) => n === y.dims[i])) return;
  throw new Error(`${where}: expected dims [${x.dims.join(', ')}], got [${y.dims.join(', ')}]`);
}
