import { sizeOf, type Tensor } from './tensor.ts';

/** Where normal numbers come from. */
export interface NoiseSource {
  normal(n: number): Float32Array;
}

const WORDS = 624;
const SHIFT = 397;

/**
 * PyTorch's CPU generator: a Mersenne Twister seeded with the low 32 bits of the seed, and its two ways to normal numbers.
 * Source: Matsumoto and Nishimura 1998 (MT19937); PyTorch's behaviour for `torch.manual_seed(seed); torch.randn(…)`.
 */
export class TorchGenerator implements NoiseSource {
  private readonly state = new Uint32Array(WORDS);
  private position = WORDS;
  private spare: number | undefined;

  /** @param seed 0 … 2⁶⁴ − 1 */
  constructor(seed: bigint | number) {
    this.state[0] = Number(BigInt.asUintN(32, BigInt(seed)));
    for (let i = 1; i < WORDS; i += 1) {
      const previous = this.state[i - 1] ?? 0;
      this.state[i] = Math.imul(1812433253, previous ^ (previous >>> 30)) + i;
    }
  }

  /** The next 32 random bits. */
  bits(): number {
    if (this.position === WORDS) this.twist();
    let y = this.state[this.position] ?? 0;
    this.position += 1;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  /** n numbers of the standard normal distribution, as one call of `torch.randn` draws them. */
  normal(n: number): Float32Array {
    return n < 16 ? this.fewNormals(n) : this.manyNormals(n);
  }

  /** Groups of 16: eight radii, eight angles (Box and Muller 1958); the last group is drawn again if it is not full. */
  private manyNormals(n: number): Float32Array {
    const out = Float32Array.from({ length: n }, () => this.uniform24());
    for (let i = 0; i + 16 <= n; i += 16) boxMuller(out.subarray(i, i + 16));
    if (n % 16 !== 0) {
      const last = out.subarray(n - 16);
      for (let j = 0; j < 16; j += 1) last[j] = this.uniform24();
      boxMuller(last);
    }
    return out;
  }

  /** One by one in double precision, each pair from two 53-bit uniforms; the second of a pair is kept for the next call. */
  private fewNormals(n: number): Float32Array {
    return Float32Array.from({ length: n }, () => {
      if (this.spare !== undefined) {
        const kept = this.spare;
        this.spare = undefined;
        return kept;
      }
      const angle = 2 * Math.PI * this.uniform53();
      const radius = Math.sqrt(-2 * Math.log1p(-this.uniform53()));
      this.spare = radius * Math.sin(angle);
      return radius * Math.cos(angle);
    });
  }

  private uniform24(): number {
    return (this.bits() & 0xffffff) * 2 ** -24;
  }

  private uniform53(): number {
    const high = this.bits() & 0x1fffff;
    return (high * 2 ** 32 + this.bits()) * 2 ** -53;
  }

  private twist(): void {
    const s = this.state;
    for (let i = 0; i < WORDS; i += 1) {
      const y = ((s[i] ?? 0) & 0x80000000) | ((s[(i + 1) % WORDS] ?? 0) & 0x7fffffff);
      s[i] = (s[(i + SHIFT) % WORDS] ?? 0) ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.position = 0;
  }
}

/** The noise of a batch whose samples are each drawn as they would be alone: sample b from its own generator of seed b. */
export function batchNoise(seeds: readonly bigint[]): NoiseSource {
  const generators = seeds.map((seed) => new TorchGenerator(seed));
  return {
    normal(n) {
      const out = new Float32Array(n);
      const each = n / generators.length;
      if (!Number.isInteger(each))
        throw new Error(`noise: expected as many numbers for each of ${seeds.length} seeds, got ${n}`);
      generators.forEach((generator, b) => out.set(generator.normal(each), b * each));
      return out;
    },
  };
}

function boxMuller(group: Float32Array): void {
  for (let j = 0; j < 8; j += 1) {
    const radius = Math.sqrt(-2 * Math.log(1 - (group[j] ?? 0)));
    const angle = 2 * Math.PI * (group[j + 8] ?? 0);
    group[j] = radius * Math.cos(angle);
    group[j + 8] = radius * Math.sin(angle);
  }
}

/**
 * Standard normal noise, equal to `torch.randn(dims, generator=torch.Generator().manual_seed(seed))` to about 1e-6.
 * @param seed 0 … 2⁶⁴ − 1
 */
export const gaussianNoise = (seed: bigint | number, dims: readonly number[]): Tensor => ({
  dims,
  data: new TorchGenerator(seed).normal(sizeOf(dims)),
});
