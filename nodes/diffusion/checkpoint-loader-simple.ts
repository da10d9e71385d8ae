import { defineNode } from '../../graph-server/engine/define-node.ts';
import { choice, optional } from '../../graph-server/engine/sockets.ts';
import { weightBits } from '../../method/checkpoint/weight-bits.ts';
import { derivedFolder, int8Model, PRECISIONS } from '../../method/diffusion/int8-model.ts';
import { CLIP, MODEL, VAE } from '../sockets.ts';
import { checkpointKey, checkpointNames, openCheckpointNamed } from './checkpoint-files.ts';

/** Opens a Stable Diffusion checkpoint. */
export const CheckpointLoaderSimple = defineNode({
  type: 'CheckpointLoaderSimple',
  displayName: 'Load Checkpoint',
  category: 'loaders',
  description:
    'Opens a bundle, or a single file of Stable Diffusion 1.x in models/checkpoints. Weights are read when they are needed.',
  aliases: ['model', 'stable diffusion'],
  inputs: {
    ckpt_name: choice(checkpointNames, { tooltip: 'A bundle, or a file of models/checkpoints.' }),
    precision: optional(
      choice(PRECISIONS, {
        default: 'fp32',
        tooltip:
          'int8: the large products of the UNet in 8-bit integers: faster on most processors, at a small cost in quality; its weights are made at the first time.',
      }),
    ),
  },
  outputs: { MODEL, CLIP, VAE },
  outputTooltips: ['Predicts the noise.', 'Encodes prompts.', 'Goes between pictures and latents.'],

  fingerprint: ({ ckpt_name }, folders) => (ckpt_name === undefined ? '' : checkpointKey(ckpt_name, folders)),

  async run({ ckpt_name, precision = 'fp32' }, { folders, signal }) {
    const { model, clip, vae } = await openCheckpointNamed(ckpt_name, folders);
    if (precision === 'fp32') return { MODEL: model, CLIP: clip, VAE: vae };
    const int8 = await int8Model(model, derivedFolder(folders.models), await weightBits(), signal);
    return { MODEL: int8, CLIP: clip, VAE: vae };
  },
});
