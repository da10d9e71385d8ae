/** Sizes of one group normalisation. */
export interface GroupNormSizes {
  readonly channels: number;
  readonly groups: number;
}

/** A fused group normalisation, with SiLU behind it where the network has one. */
export interface FusedGroupNorm {
  /** Whether it reads and writes [B, H, W, C]. */
  readonly isChannelsLast: boolean;
  /** Whether scale and bias are 32-bit floats, whatever the rest is. */
  readonly hasSingleScale: boolean;
  /** Whether it can add a row for each channel before it normalises. */
  readonly canAdd: boolean;
  readonly takes: (sizes: GroupNormSizes) => boolean;
}

/**
 * The words in which a graph is written: the same network in the operators and number types that suit what computes it.
 * What is left out is written in plain operators, which every execution provider has or hands to the processor.
 */
export interface Dialect {
  /** What a UNet computes in. All else is in 32 bits: an autoencoder overflows halves, the rest takes no time. */
  readonly unetFloats: Floats;
  /** Whether convolutions read and write [B, H, W, C]. */
  readonly hasChannelsLastConv: boolean;
  readonly groupNorm?: FusedGroupNorm;
  /** For which widths of its input a feed-forward gate (GEGLU) with its bias is one operator. */
  readonly fusedGates: readonly number[];
  /** Whether attention is one operator. */
  readonly hasFusedAttention: boolean;
  /** Whether a product with a transposed matrix is one operator, and so is x · sigmoid(αx): with both a graph needs no optimizer. */
  readonly hasFusedProducts: boolean;
  /** Whether layers that have 8-bit weights use them. */
  readonly takesInt8: boolean;
  /**
   * Whether keys and values of text and patches come in from outside, where they are computed once a picture. Not where a device
   * would be sent them in every step: 33 MB in Stable Diffusion.
   */
  readonly takesContext: boolean;
}

/** The floats that a graph computes in; its inputs and outputs are of 32 bits all the same. */
export type Floats = 'F32' | 'F16';

/** What the others are compared with; the processor's but for the context. */
export const PORTABLE: Dialect = {
  unetFloats: 'F32',
  hasChannelsLastConv: false,
  fusedGates: [],
  hasFusedAttention: true,
  hasFusedProducts: true,
  takesInt8: true,
  takesContext: false,
};
