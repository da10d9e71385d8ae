import type { Folders } from '../../graph-server/engine/sockets.ts';
import type { DiffusionModel } from '../../method/diffusion/diffusion-model.ts';
import { derivedFolder, int8Model, type Precision } from '../../method/diffusion/int8-model.ts';
import { weightBits } from '../../method/checkpoint/weight-bits.ts';

/** The model as precise as asked; 8-bit weights are kept in the user's folder of models. @throws without such a folder */
export async function inPrecision(
  model: DiffusionModel,
  precision: Precision,
  { models }: Pick<Folders, 'models'>,
  signal?: AbortSignal,
): Promise<DiffusionModel> {
  if (precision === 'fp32') return model;
  const [own] = models;
  if (own === undefined)
    throw new Error('precision: expected a folder of models for 8-bit weights, got none');
  return int8Model(model, derivedFolder(own), await weightBits(), signal);
}
