import { defineNode } from '../../graph-server/engine/define-node.ts';
import { float, link } from '../../graph-server/engine/sockets.ts';
import { timestepSpan } from '../../method/sampling/schedules.ts';
import { MODEL } from '../sockets.ts';

/** Guides only on a part of the way, where guidance matters (Kynkäänniemi et al. 2024). */
export const GuidanceInterval = defineNode({
  type: 'GuidanceInterval',
  displayName: 'Guidance Interval',
  category: 'model/patches',
  description:
    'Lets guidance act on a part of the way from noise to picture; the unconditional branch rests elsewhere, which saves its time.',
  aliases: ['cfg', 'limited interval', 'speed', 'fast'],
  inputs: {
    model: link(MODEL),
    start_percent: float({
      default: 0.05,
      min: 0,
      max: 1,
      step: 0.01,
      tooltip: 'Where guidance begins: 0 is noise alone.',
    }),
    end_percent: float({
      default: 0.9,
      min: 0,
      max: 1,
      step: 0.01,
      tooltip: 'Where it ends: 1 is the picture.',
    }),
  },
  outputs: { MODEL },

  run: ({ model, start_percent, end_percent }) => ({
    MODEL: {
      ...model,
      savings: { ...model.savings, guidance: timestepSpan(model.levels, start_percent, end_percent) },
    },
  }),
});
