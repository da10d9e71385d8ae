import type { DiffusionModel } from '../../method/diffusion/diffusion-model.ts';
import { lambdaSchedule } from '../../method/elite/lambda.ts';
import type { EncodedPrompt } from '../../method/elite/encode-prompt.ts';
import type { LocalMapper } from '../../method/elite/mapper.ts';
import { layerCount, type LocalReference } from '../../method/elite/prediction.ts';
import type { Patches } from '../sockets.ts';

/** The sampler's inputs that the local branch comes from. */
interface LocalInputs {
  readonly model: DiffusionModel;
  readonly positive: EncodedPrompt;
  readonly local_mapper: LocalMapper | undefined;
  readonly patches: Patches | undefined;
  readonly steps: number;
  readonly lambda: number;
  readonly lambda_schedule: string | undefined;
}

/**
 * What the local branch reads; nothing when there are no patches or λ is 0, which is the global-only model bit for bit.
 * @throws when patches lack their mapper, or a word whose attention they follow
 */
export function localReference(inputs: LocalInputs): { readonly reference?: LocalReference } {
  const { model, positive, local_mapper, patches, steps } = inputs;
  const lambda = inputs.lambda_schedule?.trim() || String(inputs.lambda);
  if (patches === undefined || lambda === '0') return {};
  if (local_mapper === undefined)
    throw new Error('local_mapper: expected the mapper that the patches come from, got no link');
  const [pictures = 0] = patches.patches.dims;
  if (pictures !== 1) throw new Error(`patches: expected those of one photograph, got those of ${pictures}`);
  if (positive.positions.length === 0)
    throw new Error('positive: expected a prompt with S* and words for its patches, got one without');
  const schedule = lambdaSchedule(lambda, { steps, layers: layerCount(model) });
  return { reference: { mapper: local_mapper, patches: patches.patches, lambda: schedule } };
}
