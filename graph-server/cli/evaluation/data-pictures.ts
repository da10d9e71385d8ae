import { readFile } from 'node:fs/promises';
import type { Group } from '../../../method/evaluation/plan.ts';
import { decodePicture } from '../../../method/image/decode.ts';
import type { Tensor } from '../../../method/tensor/tensor.ts';
import { dataFile, type DataFolder } from './data-folder.ts';

/** The pictures that a data set has itself: photographs, masks, references and true renders. */
export class DataPictures {
  readonly #data: DataFolder;
  readonly #seeds: readonly number[];

  /** @param seeds of the run, in their order */
  constructor(data: DataFolder, seeds: readonly number[]) {
    this.#data = data;
    this.#seeds = seeds;
  }

  /** The picture of a group whose row shows what is there already. @throws when the data set has none */
  of(group: Group, seed: number): Promise<Tensor> {
    const { row, subject, prompt } = group;
    const file =
      row.pictures === 'references'
        ? subject.references[seed]
        : this.#data.truths[`${subject.id}/${prompt.id}`]?.[this.truthIndex(group, seed)];
    if (file === undefined)
      throw new Error(`${subject.id}/${prompt.id}: expected a picture of the data set for ${seed}, got none`);
    return this.file(file);
  }

  /** True renders have no seeds: the seed's place in the run's list names one. */
  truthIndex({ subject, prompt }: Group, seed: number): number {
    const count = this.#data.truths[`${subject.id}/${prompt.id}`]?.length ?? 1;
    return Math.max(0, this.#seeds.indexOf(seed)) % count;
  }

  /** A file of the data set. @returns [1, H, W, 3] */
  async file(name: string): Promise<Tensor> {
    return (await decodePicture(await readFile(await dataFile(this.#data, name)), name)).image;
  }
}
