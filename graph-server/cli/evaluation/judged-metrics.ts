import type { Judges } from '../../../method/evaluation/judge.ts';
import { METRICS, type Metric, type Presets } from '../../../method/evaluation/scored-picture.ts';
import type { DataFolder } from './data-folder.ts';
import type { Scorer } from './scorer.ts';

/** The judge that each metric is measured by. */
export function presetsOf({ text, picture, identity, labels }: Judges): Presets {
  const of = (id: string | undefined, metrics: readonly Metric[]): [Metric, string][] =>
    id === undefined ? [] : metrics.map((metric) => [metric, id]);
  return Object.fromEntries([
    ...of(text?.id, ['clip_t', 'clip_i_mean', 'clip_i_max']),
    ...of(picture?.id, ['dino_i_mean', 'dino_i_max']),
    ...of(identity?.id, ['id_i', 'r1', 'truth_similarity']),
    ...of(labels?.id, ['attributes', 'truth_labels']),
  ]);
}

/** The judge that a metric needs. */
const NEEDS: Readonly<Partial<Record<Metric, keyof Judges['missing']>>> = {
  clip_t: 'text',
  clip_i_mean: 'text',
  clip_i_max: 'text',
  dino_i_mean: 'picture',
  dino_i_max: 'picture',
  id_i: 'identity',
  r1: 'identity',
  truth_similarity: 'identity',
  attributes: 'labels',
  truth_labels: 'labels',
};

/** Measured only where copies are looked for. */
const COPIES: readonly Metric[] = [
  'aligned_ncc',
  'paste',
  'object_copy',
  'background_copy',
  'gate_iou',
  'gate_half_iou',
];

/** Why a metric has no values, with these judges and this data set. */
export function missingOf(judges: Judges, data: DataFolder): Scorer['missing'] {
  const hasTruths = Object.keys(data.truths).length > 0;
  return Object.fromEntries(
    METRICS.flatMap((metric) => {
      const need = NEEDS[metric];
      if (need !== undefined && judges[need] === undefined)
        return [[metric, judges.missing[need] ?? 'no weights of this judge']];
      if (metric === 'r1' && data.gallery === undefined) return [[metric, 'the data set has no gallery']];
      if (metric.startsWith('truth_') && !hasTruths) return [[metric, 'the data set has no true renders']];
      if (COPIES.includes(metric)) return [[metric, 'copies were not looked for (--copies)']];
      return [];
    }),
  );
}
