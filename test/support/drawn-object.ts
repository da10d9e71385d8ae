import { tensor, type Tensor } from '../../method/tensor/tensor.ts';
import { TorchGenerator } from '../../method/tensor/noise.ts';

/** Where a blob of coloured stripes lies in a picture of smooth noise. */
export interface Drawn {
  readonly top: number;
  readonly left: number;
  readonly side: number;
  /** Of the noise behind it. */
  readonly background: number;
  readonly isMirrored?: boolean;
}

const SIDE = 64;

/** A picture [1, 64, 64, 3] of a disc with a pattern of its own on smooth noise, and the disc's mask [1, 64, 64]. */
export function drawnObject({ top, left, side, background, isMirrored = false }: Drawn): {
  readonly picture: Tensor;
  readonly mask: Tensor;
} {
  const noise = new TorchGenerator(BigInt(background)).normal(3 * 64);
  const picture = new Float32Array(SIDE ** 2 * 3);
  const mask = new Float32Array(SIDE ** 2);
  for (let i = 0; i < SIDE ** 2; i += 1) {
    const [y, x] = [Math.floor(i / SIDE), i % SIDE];
    const [v, across] = [(y - top) / side, (x - left) / side];
    const u = isMirrored ? 1 - across : across;
    const isObject = (u - 0.5) ** 2 + (v - 0.5) ** 2 <= 0.25;
    mask[i] = isObject ? 1 : 0;
    for (let c = 0; c < 3; c += 1) {
      const wave = 0.5 + 0.45 * Math.sin((c + 2) * 3 * u + (4 - c) * 2 * v * v + c);
      const ground = 0.5 + 0.2 * (noise[c * 64 + (y >> 3) * 8 + (x >> 3)] ?? 0);
      picture[3 * i + c] = Math.min(1, Math.max(0, isObject ? wave : ground));
    }
  }
  return { picture: tensor(picture, [1, SIDE, SIDE, 3]), mask: tensor(mask, [1, SIDE, SIDE]) };
}
