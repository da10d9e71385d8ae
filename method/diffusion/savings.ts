import type { TimestepSpan } from '../sampling/schedules.ts';
import type { FeatureReuse } from './feature-reuse.ts';

/** What sampling with a model leaves out because it matters little; nothing is left out without it. */
export interface Savings {
  /** Where classifier-free guidance acts; elsewhere the conditional prediction stands alone. */
  readonly guidance?: TimestepSpan;
  readonly reuse?: FeatureReuse;
  /**
   * Keys and values of the outermost level's self-attention come from every so many-th pixel each way; 1 is every pixel.
   * Source: Smith et al. 2024 (ToDo: Token Downsampling for Efficient Generation of High-Resolution Images), Section 3.
   */
  readonly keyStride?: number;
}
