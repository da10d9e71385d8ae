import { defineNode } from '../../graph-server/engine/define-node.ts';
import { choice } from '../../graph-server/engine/sockets.ts';
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
  inputs: { ckpt_name: choice(checkpointNames, { tooltip: 'A bundle, or a file of models/checkpoints.' }) },
  outputs: { MODEL, CLIP, VAE },
  outputTooltips: ['Predicts the noise.', 'Encodes prompts.', 'Goes between pictures and latents.'],

  fingerprint: ({ ckpt_name }, folders) => (ckpt_name === undefined ? '' : checkpointKey(ckpt_name, folders)),

  async run({ ckpt_name }, { folders }) {
    const { model, clip, vae } = await openCheckpointNamed(ckpt_name, folders);
    return { MODEL: model, CLIP: clip, VAE: vae };
  },
});
