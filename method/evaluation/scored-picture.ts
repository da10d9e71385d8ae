/** What is measured of a picture, by column; each is higher for more of it. */
export const METRICS = [
  'clip_t',
  'clip_i_mean',
  'clip_i_max',
  'dino_i_mean',
  'dino_i_max',
  'id_i',
  'r1',
  'attributes',
  'truth_similarity',
  'truth_labels',
  'aligned_ncc',
  'paste',
  'object_copy',
  'background_copy',
  'gate_iou',
  'gate_half_iou',
] as const;

export type Metric = (typeof METRICS)[number];

/** The numbers of one picture; a metric without its judge is absent. */
export type Values = Readonly<Partial<Record<Metric, number>>>;

/** One picture with what was measured: a line of scores.csv. */
export interface ScoredPicture {
  readonly run: string;
  readonly row: string;
  readonly subject: string;
  readonly prompt: string;
  readonly kind: string;
  readonly seed: number;
  readonly scoredText: string;
  /** Token positions of the subject's word. */
  readonly idx: readonly number[];
  readonly lambda?: number;
  readonly values: Values;
  /** Whether each asked attribute was found, by the label judge's head. */
  readonly hits: Readonly<Record<string, boolean>>;
  readonly alarm?: boolean;
  /** To draw it; absent for a picture that was there. */
  readonly seconds?: number;
  /** Such as `nan`, for a picture that failed. */
  readonly flags: readonly string[];
  /** SHA-256 of the 8-bit pixels. */
  readonly pixels: string;
}

/** The presets that metrics were measured with, by metric. */
export type Presets = Readonly<Partial<Record<Metric, string>>>;
