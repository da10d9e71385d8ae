import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import { ldmParts } from '../checkpoint/ldm.ts';
import { Module } from '../checkpoint/module.ts';
import { openCheckpoint } from '../checkpoint/open-checkpoint.ts';
import { ClipTextEncoder } from '../clip/text-encoder.ts';
import type { ClipTokenizer } from '../clip/tokenizer.ts';
import type { Sessions } from '../onnx/session.ts';
import { Autoencoder } from './autoencoder.ts';
import { refuseOtherFamily } from './family.ts';
import type { Pipeline } from './pipeline.ts';
import { noiseLevels, STABLE_DIFFUSION } from './schedule.ts';
import { STABLE_DIFFUSION_1 } from './stable-diffusion.ts';

/** The architecture of a single file's parts. */
export type SingleFileConfig = Pick<typeof STABLE_DIFFUSION_1, 'unet' | 'vae' | 'text'>;

/** Changes with the file: its path, size and time of change. */
export async function fileKey(path: string): Promise<string> {
  const { size, mtimeMs } = await stat(path);
  return `${path} ${size} ${mtimeMs}`;
}

/**
 * Opens a single-file checkpoint of Stable Diffusion 1.x; the weights are read when they are first used.
 * @param tokenizer single files have none
 * @throws when a part is missing or its first layer is of another size, which is another family's
 */
export async function openSingleFile(
  path: string,
  tokenizer: ClipTokenizer,
  sessions: Sessions,
  config: SingleFileConfig = STABLE_DIFFUSION_1,
): Promise<Pipeline> {
  const checkpoint = await openCheckpoint(path);
  refuseOtherFamily(checkpoint, basename(path));
  const parts = ldmParts(checkpoint);
  const weights = (of: Checkpoint | undefined, what: string): Module => {
    if (of !== undefined) return new Module(of);
    throw new Error(
      `${basename(path)}: expected a whole Stable Diffusion 1.x checkpoint, got one without ${what} (a part alone, or of the 2.x or XL family?)`,
    );
  };
  const key = await fileKey(path);
  const unet = weights(parts.unet, 'a UNet');
  unet
    .at('conv_in')
    .tensor('weight', [config.unet.levels[0]?.channels ?? 0, config.unet.inChannels, 3, 3], HINT);
  return {
    model: {
      key,
      config: config.unet,
      weights: unet,
      levels: noiseLevels(STABLE_DIFFUSION),
      latentScale: config.vae.scalingFactor,
      sessions,
    },
    clip: new ClipTextEncoder({
      key,
      config: config.text,
      weights: weights(parts.textEncoder, "CLIP's text encoder"),
      tokenizer,
      sessions,
    }),
    vae: new Autoencoder({
      key,
      config: config.vae,
      weights: weights(parts.vae, 'an autoencoder'),
      sessions,
    }),
    imageSize: 512,
  };
}

const HINT = 'an inpainting checkpoint?';
