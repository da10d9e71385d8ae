import type { Drawer, DrawRequest } from '../../graph-server/cli/evaluation/drawer.ts';
import type { EvalParts } from '../../graph-server/cli/evaluation/eval-parts.ts';
import type { Scorer } from '../../graph-server/cli/evaluation/scorer.ts';
import { noiseLevels, STABLE_DIFFUSION } from '../../method/diffusion/schedule.ts';
import { concatenate, filled, zeros } from '../../method/tensor/tensor.ts';

/** Draws plain grey pictures whose brightness follows from row, prompt and seed; remembers what it was asked. */
export class FakeDrawer implements Drawer {
  readonly asked: DrawRequest[] = [];
  /** Called before each group. */
  before: (request: DrawRequest) => void = () => undefined;
  /** Added to every pixel. */
  shift = 0;

  encode(): ReturnType<Drawer['encode']> {
    return Promise.resolve({ words: zeros([1, 5, 4]), patches: zeros([1, 4, 4]), seconds: 0.01 });
  }

  draw(request: DrawRequest, signal?: AbortSignal): ReturnType<Drawer['draw']> {
    this.before(request);
    signal?.throwIfAborted();
    this.asked.push(request);
    const { drawing, prompt, seeds, subject } = request;
    const level = (drawing.lambda ?? 0) * 0.2 + (prompt.id.length % 7) * 0.05 + subject.id.length * 0.01;
    const pictures = seeds.map((seed) => filled([1, 8, 8, 3], level + seed * 0.02 + this.shift));
    const gates = request.watchesGate
      ? { gates: seeds.map((seed) => new Float32Array(4).fill(seed / 10)) }
      : {};
    return Promise.resolve({ pictures: concatenate(pictures, 0), idx: [2], ...gates, seconds: 0.1 });
  }
}

/** Scores a picture by its brightness. */
export const fakeScorer = (key = 'fake'): Scorer => ({
  key,
  presets: { clip_t: 'tiny-clip', id_i: 'tiny-id' },
  missing: { dino_i_mean: 'no weights' },
  score: (pictures) => {
    const [batch = 0] = pictures.dims;
    const size = pictures.data.length / batch;
    return Promise.resolve(
      Array.from({ length: batch }, (_, b) => {
        const level = pictures.data[b * size] ?? 0;
        return { values: { clip_t: 0.3 - 0.1 * level, id_i: level }, hits: { place: level > 0.3 } };
      }),
    );
  },
});

/** Parts that need no models. */
export const fakeParts = (
  drawer: FakeDrawer = new FakeDrawer(),
  scorer: Scorer = fakeScorer(),
): EvalParts => ({
  bundle: 'fake',
  models: { unet: 'abc' },
  imageSize: 8,
  defaults: { steps: 3, guidance: 5, lambda: 0.6 },
  levels: noiseLevels(STABLE_DIFFUSION),
  threads: 3,
  drawerOf: () => drawer,
  scorer,
  close: () => Promise.resolve(),
});
