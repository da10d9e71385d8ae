import type { NodeContext, PictureFile, SavedPicture } from '../../graph-server/engine/define-node.ts';
import { encodeJpegWithTexts, encodePng, encodeWebp } from '../../method/image/encode.ts';
import { pictureAt } from '../../method/image/layout.ts';
import type { Tensor } from '../../method/tensor/tensor.ts';

const ENCODERS = {
  png: encodePng,
  webp: encodeWebp,
  jpg: encodeJpegWithTexts,
} as const;

/** Writes each picture of a batch as a file that carries the graph it came from. @param pictures [B, H, W, 3], 0 … 1 */
export async function savePictures(
  pictures: Tensor,
  place: Pick<PictureFile, 'kind' | 'prefix'>,
  context: NodeContext,
  extension: keyof typeof ENCODERS = 'png',
): Promise<SavedPicture[]> {
  const [batch = 0, height = 0, width = 0] = pictures.dims;
  const texts = { prompt: context.metadata.prompt, ...context.metadata.extra };
  const saved: SavedPicture[] = [];
  for (let b = 0; b < batch; b += 1) {
    context.signal.throwIfAborted();
    const bytes = await ENCODERS[extension](pictureAt(pictures, b), texts);
    saved.push(await context.save({ ...place, bytes, extension, size: { width, height } }));
  }
  return saved;
}
