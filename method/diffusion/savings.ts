import type { TimestepSpan } from '../sampling/schedules.ts';
import type { FeatureReuse } from './feature-reuse.ts';

/** What sampling with a model leaves out because it matters little; nothing is left out without it. */
export interface Savings {
  /** Where classifier-free guidance acts; elsewhere the conditional prediction stands alone. */
  readonly guidance?: TimestepSpan;
  readonly reuse?: FeatureReuse;
}
