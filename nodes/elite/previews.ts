import type { NodeContext } from '../../graph-server/engine/define-node.ts';
import type { Autoencoder } from '../../method/diffusion/autoencoder.ts';
import { encodeJpeg } from '../../method/image/encode.ts';
import { pictureAt, picturesOf } from '../../method/image/layout.ts';
import { scale, slice, type Tensor } from '../../method/tensor/tensor.ts';

/** Pictures of the unfinished work. */
export interface Previews {
  /** Shows the first picture of what a step would end at. @param share of the run that is done, 0 … 1 */
  show(denoised: Tensor, share: number): void;
  /** Waits for the last one, so that none arrives after the result. */
  shown(): Promise<void>;
}

/** At most this many a run. */
const COUNT = 5;
/** Share of the run's time that they may take; a decoder that is slower shows fewer. */
const TIME_SHARE = 0.1;

/** Decodes some of a run's steps for the client; nothing without an autoencoder. The result does not depend on it. */
export function previewsOf(
  vae: Autoencoder | undefined,
  latentScale: number,
  { preview, signal }: Pick<NodeContext, 'preview' | 'signal'>,
): Previews {
  const start = performance.now();
  let last = Promise.resolve();
  let spent = 0;
  let count = 0;
  const draw = async (decoder: Autoencoder, latent: Tensor): Promise<void> => {
    const begin = performance.now();
    const pixels = await decoder.decode(scale(1 / latentScale, latent), signal);
    preview(await encodeJpeg(pictureAt(picturesOf(pixels), 0)), 'image/jpeg');
    spent += performance.now() - begin;
  };
  return {
    show(denoised, share) {
      const isDue = share * (COUNT + 1) >= count + 1 && share < 1;
      if (vae === undefined || !isDue || spent > TIME_SHARE * (performance.now() - start)) return;
      count += 1;
      last = last.then(() => draw(vae, slice(denoised, 0, 0, 1)));
      last.catch(() => undefined); // told where `shown` is awaited
    },
    shown: () => last,
  };
}
