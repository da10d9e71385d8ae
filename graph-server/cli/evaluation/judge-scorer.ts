import { readFile } from 'node:fs/promises';
import { openCheckpoint } from '../../../method/checkpoint/open-checkpoint.ts';
import { Module } from '../../../method/checkpoint/module.ts';
import { readTensor } from '../../../method/checkpoint/read-tensor.ts';
import type { Subject } from '../../../method/evaluation/benchmark.ts';
import { copyReference, copyScore, type CopyReference } from '../../../method/evaluation/copy-score.ts';
import { gateOverlap } from '../../../method/evaluation/gate-overlap.ts';
import type { Judge, Judges, LabelJudge } from '../../../method/evaluation/judge.ts';
import { METRICS, type Metric, type Presets } from '../../../method/evaluation/scored-picture.ts';
import { meanOf } from '../../../method/evaluation/statistics.ts';
import { decodePicture } from '../../../method/image/decode.ts';
import { channelOf, pictureAt } from '../../../method/image/layout.ts';
import type { Tensor } from '../../../method/tensor/tensor.ts';
import { dataFile, type DataFolder } from './data-folder.ts';
import { missingOf, presetsOf } from './judged-metrics.ts';
import { hashOf } from './run-folder.ts';
import type { Found, ScoredGroup, Scorer } from './scorer.ts';

/** A row of numbers. */
type Vector = ArrayLike<number>;

/** Scores pictures with judges; features of references, texts and true renders are computed once. */
export class JudgeScorer implements Scorer {
  readonly key: string;
  readonly presets: Presets;
  readonly missing: Scorer['missing'];
  readonly #judges: Judges;
  readonly #data: DataFolder;
  readonly #gallery: readonly Vector[] | undefined;
  /** Of the subject that was looked at last. */
  #copied: { readonly id: string; readonly reference: CopyReference } | undefined;
  readonly #remembered = new Map<string, Promise<Vector[]>>();
  readonly #opened = new Map<string, Promise<Tensor>>();

  private constructor(
    judges: Judges,
    data: DataFolder,
    { gallery, key }: { gallery: readonly Vector[] | undefined; key: string },
  ) {
    this.#judges = judges;
    this.#data = data;
    this.#gallery = gallery;
    this.presets = presetsOf(judges);
    this.missing = missingOf(judges, data);
    this.key = hashOf([key, this.presets, METRICS]);
  }

  /** @param key of the judges' weights */
  static async open(judges: Judges, data: DataFolder, key: string): Promise<JudgeScorer> {
    const gallery =
      data.gallery === undefined ? undefined : await galleryOf(await dataFile(data, data.gallery));
    return new JudgeScorer(judges, data, { gallery, key });
  }

  async score(pictures: Tensor, group: ScoredGroup, signal?: AbortSignal): Promise<Found[]> {
    const { text, picture, identity, labels } = this.#judges;
    const count = pictures.dims[0] ?? 0;
    const each: Partial<Record<Metric, number>>[] = Array.from({ length: count }, () => ({}));
    if (text) {
      const seen = rowsOf(await text.pictures(pictures, signal));
      await this.#likeness(text, seen, group, ['clip_i_mean', 'clip_i_max'], each, signal);
      await this.#textAlignment(text, seen, group, each, signal);
    }
    if (picture) {
      const seen = rowsOf(await picture.pictures(pictures, signal));
      await this.#likeness(picture, seen, group, ['dino_i_mean', 'dino_i_max'], each, signal);
    }
    if (identity) await this.#identity(identity, pictures, group, each, signal);
    const hits = labels
      ? await this.#attributes(labels, pictures, group, each, signal)
      : each.map(() => ({}));
    await this.#copies(pictures, group, each);
    return each.map((values, i) => ({ values, hits: hits[i] ?? {} }));
  }

  async #likeness(
    judge: Judge,
    seen: readonly Vector[],
    group: ScoredGroup,
    [mean, most]: readonly [Metric, Metric],
    each: Partial<Record<Metric, number>>[],
    signal?: AbortSignal,
  ): Promise<void> {
    const references = await this.#references(judge, group, signal);
    if (references.length === 0) return;
    seen.forEach((row, i) => {
      const cosines = references.map((reference) => dot(row, reference));
      Object.assign(each[i] ?? {}, { [mean]: meanOf(cosines), [most]: Math.max(...cosines) });
    });
  }

  async #textAlignment(
    judge: Judge,
    seen: readonly Vector[],
    { scoredText }: ScoredGroup,
    each: Partial<Record<Metric, number>>[],
    signal?: AbortSignal,
  ): Promise<void> {
    if (!judge.texts || scoredText === '') return;
    const texts = judge.texts.bind(judge);
    const [text] = await this.#once(`text ${scoredText}`, async () =>
      rowsOf(await texts([scoredText], signal)),
    );
    if (text === undefined) return;
    seen.forEach((row, i) => {
      Object.assign(each[i] ?? {}, { clip_t: dot(row, text) });
    });
  }

  async #identity(
    judge: Judge,
    pictures: Tensor,
    group: ScoredGroup,
    each: Partial<Record<Metric, number>>[],
    signal?: AbortSignal,
  ): Promise<void> {
    const references = await this.#references(judge, group, signal);
    const truths = await this.#truthFeatures(`identity`, group, async (x) =>
      rowsOf(await judge.pictures(x, signal)),
    );
    const own = this.#data.subjects.findIndex(({ id }) => id === group.subject.id);
    rowsOf(await judge.pictures(pictures, signal)).forEach((row, i) => {
      const found = each[i] ?? {};
      if (references.length > 0) found.id_i = meanOf(references.map((reference) => dot(row, reference)));
      const others = truths.filter((_, k) => k !== group.withoutTruth?.[i]);
      if (others.length > 0) found.truth_similarity = meanOf(others.map((truth) => dot(row, truth)));
      if (this.#gallery) found.r1 = Number(nearest(row, this.#gallery) === own);
    });
  }

  async #attributes(
    judge: LabelJudge,
    pictures: Tensor,
    group: ScoredGroup,
    each: Partial<Record<Metric, number>>[],
    signal?: AbortSignal,
  ): Promise<Record<string, boolean>[]> {
    const logits = await judge.labels(pictures, signal);
    const truths = await this.#truthFeatures('labels', group, async (x) =>
      labelRows(await judge.labels(x, signal)),
    );
    const rows = labelRows(logits);
    return rows.map((row, i) => {
      const found = each[i] ?? {};
      const others = truths.filter((_, k) => k !== group.withoutTruth?.[i]);
      if (others.length > 0) found.truth_labels = meanOf(others.map((truth) => dot(row, truth)));
      const hits = Object.fromEntries(
        Object.entries(group.prompt.asks).flatMap(([head, asked]) => {
          const of = logits[head];
          if (of === undefined) return [];
          return [[head, answer(rowsOf(of)[i] ?? [], judge.names[head] ?? [], asked) === asked]];
        }),
      );
      if (Object.keys(hits).length > 0) found.attributes = meanOf(Object.values(hits).map(Number));
      return hits;
    });
  }

  async #copies(
    pictures: Tensor,
    { subject, copies, gates }: ScoredGroup,
    each: Partial<Record<Metric, number>>[],
  ): Promise<void> {
    if (!copies) return;
    const reference = await this.#copyReference(subject);
    each.forEach((found, i) => {
      const { paste, objectCopy, backgroundCopy, objectMask } = copyScore(reference, pictureAt(pictures, i));
      const gate = gates?.[i] && gateOverlap(gates[i], objectMask);
      Object.assign(found, {
        paste,
        object_copy: objectCopy,
        aligned_ncc: objectCopy,
        background_copy: backgroundCopy,
        ...(gate ? { gate_iou: gate.half, gate_half_iou: gate.upperHalf } : {}),
      });
    });
  }

  async #references(
    judge: Judge,
    { subject, withoutReference }: ScoredGroup,
    signal?: AbortSignal,
  ): Promise<Vector[]> {
    const features = await this.#once(`references ${judge.id} ${subject.id}`, async () => {
      const rows: Vector[] = [];
      for (const file of subject.references)
        rows.push(...rowsOf(await judge.pictures(await this.#picture(file), signal)));
      return rows;
    });
    return features.filter((_, index) => index !== withoutReference);
  }

  #truthFeatures(
    what: string,
    { subject, prompt }: ScoredGroup,
    of: (picture: Tensor) => Promise<Vector[]>,
  ): Promise<Vector[]> {
    const pair = `${subject.id}/${prompt.id}`;
    return this.#once(`truths ${what} ${pair}`, async () => {
      const rows: Vector[] = [];
      for (const file of this.#data.truths[pair] ?? []) rows.push(...(await of(await this.#picture(file))));
      return rows;
    });
  }

  async #copyReference({ id, photo, mask }: Subject): Promise<CopyReference> {
    if (this.#copied?.id !== id) {
      const reference = copyReference(await this.#picture(photo), channelOf(await this.#picture(mask), 0));
      this.#copied = { id, reference };
    }
    return this.#copied.reference;
  }

  #once(key: string, compute: () => Promise<Vector[]>): Promise<Vector[]> {
    const known = this.#remembered.get(key);
    if (known !== undefined) return known;
    const computing = compute();
    this.#remembered.set(key, computing);
    computing.catch(() => this.#remembered.delete(key));
    return computing;
  }

  #picture(name: string): Promise<Tensor> {
    const known = this.#opened.get(name);
    if (known !== undefined) return known;
    const opening = dataFile(this.#data, name)
      .then(async (path) => decodePicture(await readFile(path), name))
      .then(({ image }) => image);
    this.#opened.set(name, opening);
    if (this.#opened.size > PICTURES) this.#opened.delete(this.#opened.keys().next().value ?? '');
    return opening;
  }
}

/** So many decoded pictures of the data set are kept. */
const PICTURES = 64;

async function galleryOf(path: string): Promise<Vector[]> {
  const own = new Module(await openCheckpoint(path)).tensor('own', [-1, -1]);
  return rowsOf(await readTensor(own));
}

/** The rows of [B, d]. */
const rowsOf = ({ dims, data }: Tensor): Float32Array[] => {
  const [rows = 0, width = 0] = dims;
  return Array.from({ length: rows }, (_, i) => data.subarray(i * width, (i + 1) * width));
};

/** Label features: the logits of all heads behind each other, of unit length. */
function labelRows(logits: Readonly<Record<string, Tensor>>): Vector[] {
  const heads = Object.values(logits).map(rowsOf);
  return (heads[0] ?? []).map((_, i) => {
    const all = heads.flatMap((rows) => [...(rows[i] ?? [])]);
    const length = Math.sqrt(all.reduce((sum, x) => sum + x * x, 0)) || 1;
    return all.map((x) => x / length);
  });
}

/** The class that a head finds. No head may answer that there is none, or a plain ground, unless that is what was asked. */
function answer(logits: Vector, names: readonly string[], asked: number): number {
  const counts = (index: number): boolean => index === asked || !/^(none$|plain )/.test(names[index] ?? '');
  let best = -1;
  for (let i = 0; i < logits.length; i += 1)
    if (counts(i) && (best < 0 || (logits[i] ?? 0) > (logits[best] ?? 0))) best = i;
  return best;
}

function nearest(row: Vector, gallery: readonly Vector[]): number {
  const cosines = gallery.map((prototype) => dot(row, prototype));
  return cosines.indexOf(Math.max(...cosines));
}

function dot(a: Vector, b: Vector): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}
