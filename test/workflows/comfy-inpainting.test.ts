import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { LocalRunner } from '../../graph-server/cli/local-runner.ts';
import { configOf, DEFAULT_BUNDLE, packageRoot } from '../../graph-server/config.ts';
import type { JsonObject } from '../../ui/src/model/json.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Starting the worker, and two small runs, on a machine that has other work. */
const PATIENCE_MS = 240_000;
const SIDE = 64;

/** ComfyUI's example of inpainting, as its editor sends it: a photo with a transparent hole, an ordinary checkpoint. */
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

describe("ComfyUI's example of inpainting", function () {
  this.timeout(PATIENCE_MS);
  const data = temporaryFolder();
  let runner: LocalRunner;
  before(async () => {
    runner = await LocalRunner.start(configOf({ data }), join(data, 'out'));
  });
  after(() => runner.close());

  it('runs unchanged: it draws in the hole and keeps what is far from it', async () => {
    const photo = sharp(join(packageRoot, 'models', DEFAULT_BUNDLE, 'samples', 'croissant.png')).resize(SIDE, SIDE);
    const rgb = await photo.removeAlpha().raw().toBuffer();
    const hole = Buffer.alloc(SIDE * SIDE, 255);
    for (let y = 0; y < SIDE; y += 1) hole.fill(0, y * SIDE, y * SIDE + 24); // the left 24 pixels
    const withHole = sharp(rgb, { raw: { width: SIDE, height: SIDE, channels: 3 } }).joinChannel(hole, {
      raw: { width: SIDE, height: SIDE, channels: 1 },
    });
    await mkdir(join(data, 'input'), { recursive: true });
    await withHole.png().toFile(join(data, 'input', 'hole.png'));
    const { state, reason, files } = await runner.run(
      example('hole.png'),
      undefined,
      () => undefined,
      new AbortController().signal,
    );
    assert.deepEqual([state, reason, files.length], ['success', undefined, 1]);
    const [file] = files;
    assert.ok(file);
    const drawn = await sharp(await runner.save(file, join(data, 'out'))).raw().toBuffer();
    /** The mean difference to the photo in columns of pixels, of 255. */
    const difference = (from: number, to: number): number => {
      let [sum, count] = [0, 0];
      for (let at = 0; at < drawn.length; at += 1) {
        const x = Math.floor(at / 3) % SIDE;
        if (x < from || x >= to) continue;
        sum += Math.abs((drawn[at] ?? 0) - (rgb[at] ?? 0));
        count += 1;
      }
      return sum / count;
    };
    const [hidden, kept] = [difference(0, 24), difference(44, SIDE)];
    assert.ok(hidden > 4 * kept && kept < 16, `in the hole ${hidden}, far from it ${kept}`);
  });
});
