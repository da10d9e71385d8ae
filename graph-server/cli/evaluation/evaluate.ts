import { stat } from 'node:fs/promises';
import { photographsOf, textToScore } from '../../../method/evaluation/benchmark.ts';
import type { Group } from '../../../method/evaluation/plan.ts';
import type { ScoredPicture } from '../../../method/evaluation/scored-picture.ts';
import { channelOf, pictureAt } from '../../../method/image/layout.ts';
import { concatenate, type Tensor } from '../../../method/tensor/tensor.ts';
import type { DataFolder } from './data-folder.ts';
import { DataPictures } from './data-pictures.ts';
import { ofSeveral, type Concept, type Drawer } from './drawer.ts';
import {
  eightBit,
  hashOf,
  pixelHash,
  type PictureName,
  type PictureRecord,
  type RunFolder,
} from './run-folder.ts';
import type { Found, Scorer } from './scorer.ts';

/** Where copies of the photograph are looked for: nowhere, in the pictures of the full method, or in all that were drawn. */
export const COPIES = ['none', 'full', 'all'] as const;
export type Copies = (typeof COPIES)[number];

/** What a run is made with. */
export interface Evaluation {
  readonly data: DataFolder;
  readonly folder: RunFolder;
  readonly drawer: Drawer;
  readonly scorer: Scorer;
  /** Name of the run, in every line of scores.csv. */
  readonly run: string;
  /** Whatever else decides the pixels: hashes of the models, settings; written into each picture. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The run's seeds, in their order. */
  readonly seeds: readonly number[];
  readonly copies: Copies;
  /** Hashes of each subject's photographs and masks. */
  readonly photos: ReadonlyMap<string, string>;
  /** How many photographs of a subject are shown. */
  readonly photoCount: number;
}

/** What became of a group of pictures. */
export interface GroupDone {
  readonly group: Group;
  /** How many were drawn now; the others were there. */
  readonly drawn: number;
  readonly pictures: readonly ScoredPicture[];
}

/** Makes and scores the pictures of a plan, group by group; whatever the folder holds with the same configuration stays. */
export async function* evaluate(
  evaluation: Evaluation,
  groups: readonly Group[],
  signal?: AbortSignal,
): AsyncGenerator<GroupDone> {
  const maker = new GroupMaker(evaluation);
  for (const group of groups) {
    signal?.throwIfAborted();
    yield await maker.make(group, signal);
  }
}

/** The picture of each seed, and how it came about. */
interface Made {
  readonly name: PictureName;
  readonly config: string;
  /** [1, H, W, 3], 8 bits */
  readonly picture: Tensor;
  /** Where the gate was open, 64 × 64 of multiples of 1/255; of pictures whose gate was watched. */
  readonly gate?: Float32Array;
  readonly about: Pick<PictureRecord, 'idx' | 'seconds' | 'flags'>;
}

class GroupMaker {
  readonly #evaluation: Evaluation;
  readonly #pictures: DataPictures;
  readonly #concepts = new Map<string, Promise<Concept>>();
  /** Pictures by configuration, so that rows and subjects of one drawing share it. */
  readonly #known = new Map<string, PictureName>();

  constructor(evaluation: Evaluation) {
    this.#evaluation = evaluation;
    this.#pictures = new DataPictures(evaluation.data, evaluation.seeds);
  }

  async make(group: Group, signal?: AbortSignal): Promise<GroupDone> {
    const { folder, scorer, data } = this.#evaluation;
    const names = group.seeds.map((seed) => ({
      row: group.row.id,
      subject: group.subject.id,
      prompt: group.prompt.id,
      seed,
    }));
    const configs = names.map((name) => this.#configOf(group, name.seed));
    const judged = hashOf([
      scorer.key,
      data.hash,
      scored(group),
      this.#looksForCopies(group),
      this.#watchesGate(group),
    ]);
    const records = await Promise.all(names.map((name, i) => this.#kept(name, configs[i] ?? '')));
    const isWhole = records.every((record) => record?.judged === judged);
    let drawn = 0;
    if (!isWhole) {
      const there = await this.#there(group, names, configs);
      const made = there ?? (await this.#draw(group, names, configs, signal));
      drawn = there === undefined ? made.length : 0;
      await this.#judge(group, made, judged, signal);
    }
    names.forEach((name, i) => this.#known.set(configs[i] ?? '', name));
    const pictures = names.flatMap((name) => folder.record(name) ?? []);
    return { group, drawn, pictures };
  }

  /** The record of a picture whose configuration is this and whose file is there. */
  async #kept(name: PictureName, config: string): Promise<PictureRecord | undefined> {
    const { folder } = this.#evaluation;
    const record = folder.record(name);
    if (record?.config !== config) return undefined;
    const isThere = await stat(folder.picturePath(name)).then(
      (file) => file.isFile() && file.size > 0,
      () => false,
    );
    return isThere ? record : undefined;
  }

  /** All pictures of a group that are there already, here or as those of another group of the same drawing; undefined when one is missing. */
  async #there(
    group: Group,
    names: readonly PictureName[],
    configs: readonly string[],
  ): Promise<Made[] | undefined> {
    const { folder, settings } = this.#evaluation;
    const made: Made[] = [];
    for (const [i, name] of names.entries()) {
      const config = configs[i] ?? '';
      const source = (await this.#kept(name, config)) ?? this.#known.get(config);
      const record = source && (await this.#kept(source, config));
      const picture = source && record && (await folder.loadPicture(source));
      if (!picture || pixelHash(picture) !== record.pixels) return undefined;
      const gate = this.#watchesGate(group) ? await folder.loadGate(source) : undefined;
      if (!gate && this.#watchesGate(group)) return undefined;
      if (folder.picturePath(source) !== folder.picturePath(name)) {
        await folder.savePicture(name, picture, settings);
        if (gate) await folder.saveGate(name, gate);
      }
      const { idx, flags, seconds } = record;
      made.push({
        name,
        config,
        picture,
        ...(gate ? { gate } : {}),
        about: { idx, flags, ...(seconds === undefined ? {} : { seconds }) },
      });
    }
    return made;
  }

  async #draw(
    group: Group,
    names: readonly PictureName[],
    configs: readonly string[],
    signal?: AbortSignal,
  ): Promise<Made[]> {
    const { folder, settings, drawer } = this.#evaluation;
    const { pictures: drawing } = group.row;
    const made: Made[] = [];
    if (typeof drawing === 'string') {
      for (const [i, name] of names.entries()) {
        const picture = await this.#pictures.of(group, name.seed);
        made.push({ name, config: configs[i] ?? '', picture, about: { idx: [], flags: [] } });
      }
    } else {
      const concept = await this.#concept(group, signal);
      const { subject, prompt, seeds } = group;
      const watchesGate = this.#watchesGate(group);
      const request = { drawing, subject, prompt, concept, seeds, watchesGate };
      const drawn = await drawer.draw(request, signal);
      for (const [i, name] of names.entries()) {
        const picture = pictureAt(drawn.pictures, i);
        const flags = picture.data.some(Number.isNaN) ? ['nan'] : [];
        const about = { idx: drawn.idx, seconds: drawn.seconds / names.length, flags };
        const map = drawn.gates?.[i];
        const gate = map ? { gate: await folder.saveGate(name, map) } : {};
        made.push({ name, config: configs[i] ?? '', picture: eightBit(picture), ...gate, about });
      }
    }
    for (const { name, picture } of made)
      await folder.savePicture(name, picture, {
        ...settings,
        drawing,
        text: group.prompt.text,
        batch: group.seeds,
      });
    return made;
  }

  async #judge(group: Group, made: readonly Made[], judged: string, signal?: AbortSignal): Promise<void> {
    const { folder, scorer } = this.#evaluation;
    const { row, subject, prompt } = group;
    const isReal = row.pictures === 'references';
    const parts = isReal ? made.map((one) => [one]) : [made];
    for (const part of parts) {
      const gates = part.flatMap(({ gate }) => (gate ? [gate] : []));
      const found = await scorer.score(
        concatenate(
          part.map(({ picture }) => picture),
          0,
        ),
        {
          subject,
          prompt,
          scoredText: scored(group),
          copies: this.#looksForCopies(group),
          ...(gates.length === part.length ? { gates } : {}),
          ...(isReal ? { withoutReference: part[0]?.name.seed ?? 0 } : {}),
          ...(row.pictures === 'truths'
            ? { withoutTruth: part.map(({ name }) => this.#pictures.truthIndex(group, name.seed)) }
            : {}),
        },
        signal,
      );
      for (const [i, one] of part.entries())
        await folder.remember({ ...this.#scoredPicture(group, one, found[i]), config: one.config, judged });
    }
  }

  #scoredPicture(group: Group, { name, picture, about }: Made, found: Found | undefined): ScoredPicture {
    const { row, prompt } = group;
    const lambda = typeof row.pictures === 'object' ? row.pictures.lambda : undefined;
    const values = Object.entries(found?.values ?? {}).filter(([, value]) => Number.isFinite(value));
    return {
      run: this.#evaluation.run,
      ...name,
      kind: prompt.kind,
      scoredText: scored(group),
      ...(lambda === undefined ? {} : { lambda }),
      ...about,
      values: Object.fromEntries(values),
      hits: found?.hits ?? {},
      pixels: pixelHash(picture),
    };
  }

  #looksForCopies({ row }: Group): boolean {
    const { copies } = this.#evaluation;
    return row.id === 'full' ? copies !== 'none' : copies === 'all' && row.pictures !== 'references';
  }

  /** Whether the gate of a group's pictures is compared with where the subject was found. */
  #watchesGate(group: Group): boolean {
    const { pictures } = group.row;
    const isGated = typeof pictures === 'object' && pictures.lambda !== undefined && pictures.gate !== 'open';
    return isGated && this.#looksForCopies(group);
  }

  /** Everything that decides a picture's pixels; its batch-mates among it, for they decide the last bits. */
  #configOf({ row, subject, prompt, seeds }: Group, seed: number): string {
    const { settings, photos, data } = this.#evaluation;
    if (typeof row.pictures === 'string')
      return hashOf([row.pictures, data.hash, subject.id, prompt.id, seed]);
    const { words } = row.pictures;
    const noun = words === 'category' ? subject.category : words === 'nearest' ? subject.nearest : undefined;
    const concept = noun ?? photos.get(subject.id);
    return hashOf([settings, row.pictures, concept, prompt.text, seed, seeds]);
  }

  #concept({ subject }: Group, signal?: AbortSignal): Promise<Concept> {
    const known = this.#concepts.get(subject.id);
    if (known !== undefined) return known;
    const concept = (async () => {
      const { drawer, photoCount } = this.#evaluation;
      const concepts: Concept[] = [];
      for (const { photo, mask } of photographsOf(subject, photoCount))
        concepts.push(
          await drawer.encode(
            await this.#pictures.file(photo),
            channelOf(await this.#pictures.file(mask), 0),
            signal,
          ),
        );
      return ofSeveral(concepts);
    })();
    this.#concepts.set(subject.id, concept);
    return concept;
  }
}

const scored = ({ row, subject, prompt }: Group): string =>
  row.pictures === 'references' ? '' : textToScore(prompt, subject);
