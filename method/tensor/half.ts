const bits = new Uint32Array(1);
const float = new Float32Array(bits.buffer);

/** The number of a half-precision bit pattern (IEEE 754 binary16). */
export function halfToNumber(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

let table: Float32Array | undefined;

/** Half-precision bit patterns as numbers; exact. */
export function halfToFloat(halves: Uint16Array): Float32Array {
  table ??= Float32Array.from({ length: 65536 }, (_, half) => halfToNumber(half));
  const numbers = table;
  return Float32Array.from(halves, (half) => numbers[half] ?? NaN);
}

/** The nearest half-precision bit pattern; ties go to even, too large becomes infinity. */
function numberToHalf(value: number): number {
  float[0] = value;
  const pattern = bits[0] ?? 0;
  const sign = (pattern >>> 16) & 0x8000;
  const magnitude = pattern & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  if (magnitude >= 0x47800000) return sign | 0x7c00;
  if (magnitude < 0x38800000) return sign | roundToEven(Math.abs(float[0]) * 2 ** 24);
  const rounded = magnitude - 0x38000000 + 0xfff + ((magnitude >> 13) & 1);
  return sign | (rounded >> 13);
}

/** Numbers as half-precision bit patterns. */
export const floatToHalf = (numbers: Float32Array): Uint16Array => Uint16Array.from(numbers, numberToHalf);

/** bfloat16 bit patterns as numbers; exact. */
export function bfloat16ToFloat(patterns: Uint16Array): Float32Array {
  const out = new Float32Array(patterns.length);
  const words = new Uint32Array(out.buffer);
  for (let i = 0; i < patterns.length; i += 1) words[i] = ((patterns[i] ?? 0) << 16) >>> 0;
  return out;
}

/** Numbers as bfloat16 bit patterns; ties go to even. */
export function floatToBfloat16(numbers: Float32Array): Uint16Array {
  return Uint16Array.from(numbers, (value) => {
    float[0] = value;
    const pattern = bits[0] ?? 0;
    if (Number.isNaN(value)) return (pattern >>> 16) | 0x40;
    return (pattern + 0x7fff + ((pattern >>> 16) & 1)) >>> 16;
  });
}

function roundToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}
