import type { NodeContext, PictureFile, SavedPicture } from '../../graph-server/engine/define-node.ts';
import { encodePng } from '../../method/image/encode.ts';
import { pictureAt } from '../../method/image/layout.ts';
import type { Tensor } from '../../method/tensor/tensor.ts';

/** Writes each picture of a batch as a PNG that carries the graph it came from. @param pictures [B, H, W, 3], 0 … 1 */
export async function savePictures(
  pictures: Tensor,
  place: Pick<PictureFile, 'kind' | 'prefix'>,
  context: NodeContext,
): Promise<SavedPicture[]> {
  const [batch = 0, height = 0, width = 0] = pictures.dims;
  const texts = { prompt: context.metadata.prompt, ...context.metadata.extra };
  const saved: SavedPicture[] = [];
  for (let b = 0; b < batch; b += 1) {
    context.signal.throwIfAborted();
    const bytes = await encodePng(pictureAt(pictures, b), texts);
    saved.push(await context.save({ ...place, bytes, extension: 'png', size: { width, height } }));
  }
  return saved;
}
