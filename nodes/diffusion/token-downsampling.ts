import { defineNode } from '../../graph-server/engine/define-node.ts';
import { int, link } from '../../graph-server/engine/sockets.ts';
import { MODEL } from '../sockets.ts';

/** Lets self-attention look at fewer pixels where there are most (Smith et al. 2024). */
export const TokenDownsampling = defineNode({
  type: 'TokenDownsampling',
  displayName: 'Token Downsampling',
  category: 'model/patches',
  description:
    'Self-attention of the outermost level looks at every few pixels each way only: the larger the picture, the more time it saves.',
  aliases: ['todo', 'tome', 'token merging', 'speed', 'fast'],
  inputs: {
    model: link(MODEL),
    downsample_factor: int({
      default: 2,
      min: 1,
      max: 8,
      tooltip: 'Every so many-th pixel of every so many-th line is looked at; 1 changes nothing.',
    }),
  },
  outputs: { MODEL },

  run: ({ model, downsample_factor: keyStride }) => ({
    MODEL: { ...model, savings: { ...model.savings, keyStride } },
  }),
});
