import { readFile } from 'node:fs/promises';
import { dataFile, type DataFolder } from '../../graph-server/cli/evaluation/data-folder.ts';
import { EliteDrawer, type DrawRequest } from '../../graph-server/cli/evaluation/drawer.ts';
import type { BundleFolder } from '../../method/diffusion/bundle-folder.ts';
import { presetPlan, PRESETS, type Preset } from '../../method/diffusion/presets.ts';
import { eliteConfig, openBundle, type Bundle } from '../../method/elite/bundle.ts';
import { decodePicture } from '../../method/image/decode.ts';
import { channelOf } from '../../method/image/layout.ts';
import type { Sessions } from '../../method/onnx/session.ts';
import { median } from '../figures.ts';
import { presetCalls, type Calls } from '../preset-calls.ts';

/** What a picture of a preset costs. */
export interface DrawingCost extends Calls {
  /** Median seconds from prompt to picture, the subject being encoded. */
  readonly seconds: number;
  /** Median of how many times faster than the first preset it was in the same round. */
  readonly faster: number;
}

/** Draws one picture with each preset in turn, for some rounds after a first one that does not count. */
export async function drawingCosts(
  folder: BundleFolder,
  data: DataFolder,
  sessions: Sessions,
  rounds: number,
): Promise<DrawingCost[]> {
  const bundle = await openBundle(folder, sessions);
  const { guidance, lambda } = await eliteConfig(folder, 'global_mapper');
  const drawers = PRESETS.map((preset) => drawerOf(bundle, preset, guidance));
  const request = await someRequest(drawers[0] ?? drawerOf(bundle, 'paper', guidance), data, lambda.edit);
  const times: number[][] = drawers.map(() => []);
  for (let round = 0; round <= rounds; round += 1)
    for (const [i, drawer] of drawers.entries()) {
      const { seconds } = await drawer.draw(request);
      if (round > 0) times[i]?.push(seconds);
    }
  return (await presetCalls()).map((calls, i) => {
    const own = times[i] ?? [];
    const ratios = own.map((seconds, round) => (times[0]?.[round] ?? NaN) / seconds);
    return { ...calls, seconds: median(own), faster: median(ratios) };
  });
}

function drawerOf(bundle: Bundle, preset: Preset, guidance: number): EliteDrawer {
  const { samplerName: sampler, ...plan } = presetPlan(preset, bundle.model.levels);
  return new EliteDrawer(bundle, { ...plan, sampler, guidance, framing: 'subject' });
}

async function someRequest(drawer: EliteDrawer, data: DataFolder, lambda: number): Promise<DrawRequest> {
  const [subject, prompt] = [data.subjects[0], data.prompts[0]];
  if (subject === undefined || prompt === undefined)
    throw new Error(`${data.name}: expected a subject and a prompt, got none`);
  const picture = async (name: string) =>
    (await decodePicture(await readFile(await dataFile(data, name)), name)).image;
  const concept = await drawer.encode(
    await picture(subject.photo),
    channelOf(await picture(subject.mask), 0),
  );
  return { drawing: { words: 'w0', lambda }, subject, prompt, concept, seeds: [0] };
}
