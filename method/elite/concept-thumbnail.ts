import { Module } from '../checkpoint/module.ts';
import { CheckpointError, type Checkpoint, type TensorLocation } from '../checkpoint/checkpoint.ts';
import { readTensor } from '../checkpoint/read-tensor.ts';
import type { StoredTensor } from '../checkpoint/write-safetensors.ts';
import { tensor, type Tensor } from '../tensor/tensor.ts';

/** A small picture of a concept, by which a person tells it from others. */
export interface Thumbnail {
  readonly height: number;
  readonly width: number;
  /** Rows of red, green and blue, 0 … 255. */
  readonly pixels: Uint8Array;
}

/** What a concept file calls it. */
const KEY = 'thumbnail';
/** The longest side that is read, pixels. */
const LONGEST = 512;

/** How a file tells a thumbnail. */
export const storedThumbnail = ({ height, width }: Thumbnail): StoredTensor => ({
  key: KEY,
  dtype: 'U8',
  dims: [height, width, 3],
});

/** Whether a concept file has one that can be read. */
export const hasThumbnail = (checkpoint: Checkpoint): boolean => {
  const found = checkpoint.get(KEY);
  return found?.dims.length === 3 && found.dims[2] === 3 && isSmall(found);
};

const isSmall = ({ dtype, dims }: TensorLocation): boolean =>
  dtype === 'U8' && dims.every((side) => side > 0 && side <= LONGEST);

/** The thumbnail of a concept file; undefined where it has none. @returns [1, H, W, 3], 0 … 1 @throws CheckpointError for another tensor of that name */
export async function readThumbnail(checkpoint: Checkpoint): Promise<Tensor | undefined> {
  if (checkpoint.get(KEY) === undefined) return undefined;
  const location = new Module(checkpoint).tensor(KEY, [-1, -1, 3]);
  const { dims, dtype } = location;
  if (!isSmall(location))
    throw new CheckpointError(
      `${KEY}: expected bytes of at most ${LONGEST} × ${LONGEST} pixels, got ${dtype} [${dims.join(', ')}]`,
    );
  const { data } = await readTensor(location);
  return tensor(
    data.map((level) => level / 255),
    [1, ...dims],
  );
}
