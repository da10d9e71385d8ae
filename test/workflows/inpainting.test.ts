import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { LocalRunner } from '../../graph-server/cli/local-runner.ts';
import { configOf, DEFAULT_BUNDLE, packageRoot } from '../../graph-server/config.ts';
import { loadGraph } from '../../graph-server/cli/load-graph.ts';
import type { Prompt } from '../../ui/src/model/prompt.ts';
import { setInput } from '../../graph-server/queue/set-input.ts';
import type { JsonObject } from '../../ui/src/model/json.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Starting the worker, and two small runs, on a machine that has other work. */
const PATIENCE_MS = 240_000;
const SIDE = 64;

/** The graph of ComfyUI's example of inpainting, a photo with a transparent hole; in place of its own an ordinary checkpoint, sampler, steps and prompt. */
const example = (image: string) => ({
  '3': node('KSampler', {
    seed: 1040111309094545,
    steps: 4,
    cfg: 8,
    sampler_name: 'dpmpp_2m',
    scheduler: 'normal',
    denoise: 1,
    model: ['29', 0],
    positive: ['6', 0],
    negative: ['7', 0],
    latent_image: ['26', 0],
  }),
  '6': node('CLIPTextEncode', { text: 'a photo of a dog on the beach', clip: ['29', 1] }),
  '7': node('CLIPTextEncode', { text: '', clip: ['29', 1] }),
  '8': node('VAEDecode', { samples: ['3', 0], vae: ['29', 2] }),
  '9': node('SaveImage', { filename_prefix: 'ComfyUI', images: ['8', 0] }),
  '20': node('LoadImage', { image, upload: 'image' }),
  '26': node('VAEEncodeForInpaint', {
    grow_mask_by: 6,
    pixels: ['20', 0],
    vae: ['29', 2],
    mask: ['20', 1],
  }),
  '29': node('CheckpointLoaderSimple', { ckpt_name: DEFAULT_BUNDLE }),
});

const node = (class_type: string, inputs: JsonObject) => ({ class_type, inputs });

describe('inpainting', function () {
  this.timeout(PATIENCE_MS);
  const data = temporaryFolder();
  const sample = join(packageRoot, 'models', DEFAULT_BUNDLE, 'samples', 'croissant.png');
  let runner: LocalRunner;
  before(async () => {
    runner = await LocalRunner.start(configOf({ data }), join(data, 'out'));
    await mkdir(join(data, 'input'), { recursive: true });
  });
  after(() => runner.close());

  const input = (name: string): string => join(data, 'input', name);
  /** The pixels of the one picture that a prompt draws. */
  const drawn = async (prompt: Prompt): Promise<Buffer> => {
    const outcome = await runner.run(prompt, undefined, () => undefined, new AbortController().signal);
    assert.deepEqual([outcome.state, outcome.reason, outcome.files.length], ['success', undefined, 1]);
    const [file] = outcome.files;
    assert.ok(file);
    return sharp(await runner.save(file, join(data, 'out')))
      .raw()
      .toBuffer();
  };
  /** The mean difference of two pictures in columns of pixels, of 255. */
  const difference = (a: Buffer, b: Buffer, width: number, [from, to]: readonly [number, number]): number => {
    let [sum, count] = [0, 0];
    for (let at = 0; at < a.length; at += 1) {
      const x = Math.floor(at / 3) % width;
      if (x < from || x >= to) continue;
      sum += Math.abs((a[at] ?? 0) - (b[at] ?? 0));
      count += 1;
    }
    return sum / count;
  };

  it("draws in the hole of ComfyUI's example and keeps what is far from it", async () => {
    const rgb = await sharp(sample).resize(SIDE, SIDE).removeAlpha().raw().toBuffer();
    const hole = Buffer.alloc(SIDE * SIDE, 255);
    for (let y = 0; y < SIDE; y += 1) hole.fill(0, y * SIDE, y * SIDE + 24); // the left 24 pixels
    await sharp(rgb, { raw: { width: SIDE, height: SIDE, channels: 3 } })
      .joinChannel(hole, { raw: { width: SIDE, height: SIDE, channels: 1 } })
      .png()
      .toFile(input('hole.png'));
    const picture = await drawn(example('hole.png'));
    const [hidden, kept] = [
      difference(picture, rgb, SIDE, [0, 24]),
      difference(picture, rgb, SIDE, [44, SIDE]),
    ];
    assert.ok(hidden > 4 * kept && kept < 16, `in the hole ${hidden}, far from it ${kept}`);
  });

  it('draws where a place was painted in a picture that is not square, and leaves the rest bit for bit', async () => {
    const [width, height] = [240, 160]; // of no sides that the model has
    const scene = await sharp(sample).resize(width, height, { fit: 'cover' }).removeAlpha().raw().toBuffer();
    await sharp(scene, { raw: { width, height, channels: 3 } })
      .png()
      .toFile(input('wide.png'));
    const grey = Buffer.alloc(width * height);
    for (let y = 0; y < height; y += 1)
      for (let x = 0; x < width; x += 1)
        if (Math.hypot(x - 60, y - 80) < 20) grey[y * width + x] = 255; // at a quarter of the width
    await sharp(grey, { raw: { width, height, channels: 1 } })
      .png()
      .toFile(input('place.png'));
    const objectInfo = await runner.objectInfo();
    const { prompt } = await loadGraph(join(packageRoot, 'workflows', 'inpaint.json'), objectInfo);
    for (const [place, value] of [
      ['scene.image', 'wide.png'],
      ['where.image', 'place.png'],
      ['sampler.steps', '2'],
    ] as const)
      setInput(prompt, place, value, objectInfo);
    const picture = await drawn(prompt);
    assert.equal(picture.length, scene.length);
    assert.ok(difference(picture, scene, width, [46, 74]) > 8);
    assert.equal(difference(picture, scene, width, [128, width]), 0);
  });
});
