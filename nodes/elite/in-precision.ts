import type { Folders } from '../../graph-server/engine/sockets.ts';
import type { DiffusionModel } from '../../method/diffusion/diffusion-model.ts';
import { derivedFolder, int8Model, type Precision } from '../../method/diffusion/int8-model.ts';
import type { ClipVisionEncoder } from '../../method/clip/vision-encoder.ts';
import { int8Vision } from '../../method/clip/int8-vision.ts';
import { weightBits } from '../../method/checkpoint/weight-bits.ts';

/** What computes in the precision that was asked for. */
interface Networks {
  readonly model: DiffusionModel;
  readonly clipVision: ClipVisionEncoder;
}

/** The networks as precise as asked; 8-bit weights are kept in the user's folder of models. @throws without such a folder */
export async function inPrecision(
  { model, clipVision }: Networks,
  precision: Precision,
  { models }: Pick<Folders, 'models'>,
  signal?: AbortSignal,
): Promise<Networks> {
  if (precision === 'fp32') return { model, clipVision };
  const [folder, bits] = [derivedFolder(models), await weightBits()];
  return {
    model: await int8Model(model, folder, bits, signal),
    clipVision: await int8Vision(clipVision, folder, bits, signal),
  };
}
