import {
  block,
  defineNode,
  definePack,
  flag,
  float,
  IMAGE,
  link,
  list,
  seed,
  tensor,
  type Tensor,
} from 'elite-graph/nodes';

/** Adds the grain of a film to pictures: the same seed gives the same grain. */
const FilmGrain = defineNode({
  type: 'FilmGrain',
  displayName: 'Film Grain',
  category: 'film',
  description: 'Adds grain to pictures.',
  aliases: ['noise'],
  inputs: {
    images: link(IMAGE),
    strength: float({ default: 0.1, min: 0, max: 1, step: 0.01, tooltip: '0 leaves pictures as they are.' }),
    seed: seed(),
  },
  outputs: { IMAGE },

  run({ images, strength, seed: from }, { progress }) {
    const grain = grainOf(from);
    const noisy = images.data.map((value) => Math.min(1, Math.max(0, value + strength * grain())));
    progress(1, 1);
    return { IMAGE: tensor(noisy, images.dims) };
  },
});

/** Splits a batch: what follows is called once for each picture, and not at all for those that are left out. */
const SplitPictures = defineNode({
  type: 'SplitPictures',
  displayName: 'Split Pictures',
  category: 'film',
  description: 'Gives the pictures of a batch one by one; dark ones are left out where that is asked for.',
  inputs: {
    images: link(IMAGE),
    skip_dark: flag({ default: false, tooltip: 'Leave out pictures that are darker than one tenth.' }),
  },
  outputs: { pictures: list(IMAGE) },

  run: ({ images, skip_dark }) => ({
    pictures: picturesOf(images).map((picture) =>
      skip_dark && brightness(picture) < 0.1 ? block() : picture,
    ),
  }),
});

/** Shows how bright pictures are; an output, and so a reason to run a graph. */
const ShowBrightness = defineNode({
  type: 'ShowBrightness',
  displayName: 'Show Brightness',
  category: 'film',
  description: 'Shows the mean brightness of each picture, 0 … 1.',
  isOutput: true,
  inputs: { images: link(IMAGE) },
  outputs: {},

  run: ({ images }) => ({
    ui: { text: picturesOf(images).map((picture) => brightness(picture).toFixed(3)) },
  }),
});

/** The pictures of a batch [B, H, W, 3], each [1, H, W, 3]. */
function picturesOf({ data, dims }: Tensor): Tensor[] {
  const [batch = 0, ...rest] = dims;
  const size = data.length / Math.max(batch, 1);
  return Array.from({ length: batch }, (_, b) => tensor(data.slice(b * size, (b + 1) * size), [1, ...rest]));
}

function brightness({ data }: Tensor): number {
  return data.reduce((sum, value) => sum + value, 0) / Math.max(data.length, 1);
}

/** Numbers from −1 to 1 that follow from a seed. */
function grainOf(from: bigint): () => number {
  let state = Number(from & 0xffffffffn) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 31 - 1;
  };
}

export default definePack({
  name: 'film-grain',
  nodes: [FilmGrain, SplitPictures, ShowBrightness],
  queries: {
    strengths: ({ count }) => Array.from({ length: Number(count ?? 3) }, (_, i) => (i + 1) / 10),
  },
  browserFiles: new URL('./web/', import.meta.url),
});
