import type { Precision } from '../../method/diffusion/int8-model.ts';
import { PRESETS, type Preset } from '../../method/diffusion/presets.ts';

/** A way to draw whose pictures are compared with the first. */
export interface Variant {
  /** What it is called in tables, and the folder of its pictures. */
  readonly name: string;
  readonly preset: Preset;
  readonly precision: Precision;
}

const inInt8 = (preset: Preset): Variant => ({ name: `${preset}, int8`, preset, precision: 'int8' });

/** Every preset in 32 bits, the most careful first, and the fast ones in 8. */
export const VARIANTS: readonly Variant[] = [
  ...PRESETS.map((preset): Variant => ({ name: preset, preset, precision: 'fp32' })),
  inInt8('fast'),
  inInt8('fastest'),
];
