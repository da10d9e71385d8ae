import type { DiffusionModel } from '../diffusion/diffusion-model.ts';
import { forBatch } from '../diffusion/diffusion-model.ts';
import type { Session } from '../onnx/session.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { contextGraph } from './context.ts';
import type { GlobalMapper, LocalMapper } from './mapper.ts';

/** What a step graph reads of text and patches, for a batch. */
export type ContextFeeds = (step: Session, batch: number) => Promise<Record<string, Tensor>>;

/**
 * Text and patches in the form that a step graph reads them in: as they are, or as the keys and values of the layers that run,
 * which are computed at the first step and stay.
 * @param text C, [B or 1, T, d] @returns the feeds of one run
 */
export function contextFeeds(
  model: DiffusionModel,
  global: GlobalMapper,
  text: Tensor,
  {
    reference,
    signal,
  }: {
    readonly reference?: { readonly mapper: LocalMapper; readonly patches: Tensor };
    readonly signal?: AbortSignal | undefined;
  },
): ContextFeeds {
  const [tokens = 0, patches = 0] = [text.dims[1], reference?.patches.dims[1]];
  const local = reference?.mapper;
  const plain = (batch: number): Record<string, Tensor> => ({
    text: forBatch(text, batch),
    ...(reference ? { patches_0: forBatch(reference.patches, batch) } : {}),
  });
  const computed = async (batch: number): Promise<Readonly<Record<string, Tensor>>> => {
    const key = `elite context ${model.key} ${global.key} ${local?.key ?? ''} ${tokens} ${patches}`;
    const weights = { global: global.weights, ...(local ? { local: local.weights } : {}) };
    const dims = { tokens, patches, references: local ? 1 : 0 };
    const session = await model.sessions.session(key, (dialect) =>
      contextGraph(model.config, weights, dims, dialect),
    );
    return session.run(plain(batch), signal);
  };
  const known = new Map<number, Promise<Readonly<Record<string, Tensor>>>>();
  return async ({ inputs }, batch) => {
    if (inputs.includes('text')) return plain(batch);
    const context = known.get(batch) ?? computed(batch);
    known.set(batch, context);
    return Object.fromEntries(Object.entries(await context).filter(([name]) => inputs.includes(name)));
  };
}
