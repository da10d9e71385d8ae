import type { NoiseLevels } from '../../method/sampling/schedules.ts';
import { presetPlan, type Preset } from '../../method/diffusion/presets.ts';
import { EQUAL_WITHIN } from '../../method/evaluation/equivalence.ts';
import { comparedCells } from '../compared-rows.ts';
import { table } from '../figures.ts';
import type { DrawingCost } from './drawing-cost.ts';
import type { QualityDifference } from './quality.ts';

/** What `npm run bench:presets` found. */
export interface PresetFindings {
  readonly costs: readonly DrawingCost[];
  readonly differences: readonly QualityDifference[];
  readonly levels: NoiseLevels;
  /** How many pictures each, of how many subjects. */
  readonly pictures: number;
  readonly subjects: number;
  readonly machine: string;
  readonly rounds: number;
}

/** What each preset is, does, and costs. */
const costTable = ({ costs, levels }: PresetFindings): string =>
  table(
    ['preset', 'steps', 'UNet runs', 'outer blocks alone', 'seconds a picture', 'faster than paper'],
    costs.map(({ preset, whole, outer, seconds, faster }) => [
      `*${preset}*`,
      stepsOf(preset, levels),
      String(whole),
      String(outer),
      seconds.toFixed(2),
      `${faster.toFixed(1)}×`,
    ]),
  );

const differenceTable = ({ differences }: PresetFindings): string =>
  table(
    ['preset', 'metric', 'difference to paper, 95 % interval', 'equal'],
    differences.map(({ variant, ...found }) => [`*${variant.name}*`, ...comparedCells(found)]),
  );

/** The two tables with the sentences that say how they came about. */
export const presetTables = (found: PresetFindings): string =>
  [
    costTable(found),
    '',
    `Medians of ${found.rounds} rounds, in each of which every preset drew the same picture of the embedded bundle, one after the other, on ${found.machine}. Seconds are from the prompt to the picture, of a subject that is encoded; *faster* is the median of the rounds' ratios.`,
    '',
    differenceTable(found),
    '',
    `Paired differences over ${found.subjects} test concepts, ${found.pictures} pictures each with the same noise; intervals are percentile bootstraps over concepts (10,000 resamples). *Equal*: the interval includes 0 or stays within ${EQUAL_WITHIN}.`,
  ].join('\n');

function stepsOf(preset: Preset, levels: NoiseLevels): string {
  const { steps, samplerName, scheduler } = presetPlan(preset, levels);
  return `${steps} ${samplerName}, ${scheduler}`;
}
