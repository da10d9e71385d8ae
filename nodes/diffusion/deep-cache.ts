import { defineNode } from '../../graph-server/engine/define-node.ts';
import { float, int, link } from '../../graph-server/engine/sockets.ts';
import { deepFeature } from '../../method/diffusion/unet-plan.ts';
import { timestepSpan } from '../../method/sampling/schedules.ts';
import { MODEL } from '../sockets.ts';

/** Uses deep features of the UNet again in the steps between (Ma et al. 2024). */
export const DeepCache = defineNode({
  type: 'DeepCache',
  displayName: 'DeepCache',
  category: 'model/patches',
  description:
    'Runs the whole UNet in every few steps only, and its outer blocks in between, on the deep features of the last whole step.',
  aliases: ['feature reuse', 'speed', 'fast'],
  inputs: {
    model: link(MODEL),
    cache_interval: int({
      default: 2,
      min: 1,
      max: 100,
      tooltip: 'The whole network runs in every step of this many; 1 changes nothing.',
    }),
    cache_depth: int({
      default: 2,
      min: 1,
      max: 32,
      tooltip: 'How many of the outer blocks run in all steps: fewer are faster, more are closer.',
    }),
    start_percent: float({
      default: 0,
      min: 0,
      max: 1,
      step: 0.01,
      tooltip: 'Where it begins: 0 is noise alone.',
    }),
    end_percent: float({
      default: 1,
      min: 0,
      max: 1,
      step: 0.01,
      tooltip: 'Where it ends: 1 is the picture.',
    }),
  },
  outputs: { MODEL },

  run({ model, cache_interval: interval, cache_depth: depth, start_percent, end_percent }) {
    deepFeature(model.config, depth, { height: 1, width: 1 });
    const reuse = { interval, depth, ...timestepSpan(model.levels, start_percent, end_percent) };
    return { MODEL: { ...model, savings: { ...model.savings, reuse } } };
  },
});
