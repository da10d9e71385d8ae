import { defineNode } from '../../graph-server/engine/define-node.ts';
import { int, link } from '../../graph-server/engine/sockets.ts';
import { MODEL } from '../sockets.ts';

/** Lets self-attention look at fewer pixels where there are most (Smith et al. 2024). */
export const TokenDownsampling = defineNode({
  type: 'TokenDownsampling',
  displayName: 'Token Downsampling',
  category: 'model/patches',
  description:
    'Self-attention of the outermost level takes its keys and values from every n-th pixel each way: the larger the picture, the more time that saves.',
  aliases: ['todo', 'tome', 'token merging', 'speed', 'fast'],
  inputs: {
    model: link(MODEL),
    downsample_factor: int({
      default: 2,
      min: 1,
      max: 8,
      tooltip: 'n: of every n-th line every n-th pixel is looked at; 1 changes nothing.',
    }),
  },
  outputs: { MODEL },

  run: ({ model, downsample_factor: keyStride }) => ({
    MODEL: { ...model, savings: { ...model.savings, keyStride } },
  }),
});
