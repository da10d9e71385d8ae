import type { OnnxModel } from '../onnx/model.ts';
import { isMapped } from './session-options.ts';

/** What a set of loaded models holds in memory: weights that are used in their files count once, however many models read them. */
export function heldBytes(
  models: readonly Pick<OnnxModel, 'weights' | 'weightBytes' | 'isQuantised' | 'isRare'>[],
): number {
  const mapped = new Map<string, number>();
  let copied = 0;
  for (const model of models) {
    if (!isMapped(model)) copied += model.weightBytes;
    else for (const { file, offset, length } of model.weights) mapped.set(`${file}:${offset}`, length);
  }
  return [...mapped.values()].reduce((sum, length) => sum + length, copied);
}
