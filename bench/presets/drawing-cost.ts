import { readFile } from 'node:fs/promises';
import { dataFile, type DataFolder } from '../../graph-server/cli/evaluation/data-folder.ts';
import { EliteDrawer, type DrawRequest } from '../../graph-server/cli/evaluation/drawer.ts';
import type { BundleFolder } from '../../method/diffusion/bundle-folder.ts';
import { presetPlan, PRESETS, type Preset } from '../../method/diffusion/presets.ts';
import { eliteConfig, openBundle, type Bundle } from '../../method/elite/bundle.ts';
import { meanOf, quantile } from '../../method/evaluation/statistics.ts';
import { decodePicture } from '../../method/image/decode.ts';
import { channelOf } from '../../method/image/layout.ts';
import type { Sessions } from '../../method/onnx/session.ts';

/** What a picture of a preset costs. */
export interface DrawingCost {
  readonly preset: Preset;
  /** Runs of the whole UNet, and of its outer blocks alone. */
  readonly whole: number;
  readonly outer: number;
  /** Median seconds from prompt to picture, the subject being encoded. */
  readonly seconds: number;
  /** Median of how many times faster than the first preset it was in the same round. */
  readonly faster: number;
}

/** Counts the runs of UNets by their sessions' keys. */
class CountedSessions implements Sessions {
  readonly #sessions: Sessions;
  whole = 0;
  outer = 0;

  constructor(sessions: Sessions) {
    this.#sessions = sessions;
  }

  async session(key: string, build: Parameters<Sessions['session']>[1]): ReturnType<Sessions['session']> {
    const session = await this.#sessions.session(key, build);
    return {
      run: (feeds, signal) => {
        if ('deep' in feeds) this.outer += 1;
        else if ('timestep' in feeds) this.whole += 1;
        return session.run(feeds, signal);
      },
    };
  }
}

/** Draws one picture with each preset in turn, for some rounds after a first one that does not count. */
export async function drawingCosts(
  folder: BundleFolder,
  data: DataFolder,
  sessions: Sessions,
  rounds: number,
): Promise<DrawingCost[]> {
  const counted = new CountedSessions(sessions);
  const bundle = await openBundle(folder, counted);
  const { guidance, lambda } = await eliteConfig(folder, 'global_mapper');
  const drawers = PRESETS.map((preset) => drawerOf(bundle, preset, guidance));
  const request = await someRequest(drawers[0] ?? drawerOf(bundle, 'paper', guidance), data, lambda.edit);
  const times: number[][] = drawers.map(() => []);
  const runs = drawers.map(() => ({ whole: 0, outer: 0 }));
  for (let round = 0; round <= rounds; round += 1)
    for (const [i, drawer] of drawers.entries()) {
      [counted.whole, counted.outer] = [0, 0];
      const { seconds } = await drawer.draw(request);
      runs[i] = { whole: counted.whole, outer: counted.outer };
      if (round > 0) times[i]?.push(seconds);
    }
  return PRESETS.map((preset, i) => {
    const own = times[i] ?? [];
    const ratios = own.map((seconds, round) => (times[0]?.[round] ?? NaN) / seconds);
    return { preset, ...(runs[i] ?? { whole: 0, outer: 0 }), seconds: median(own), faster: median(ratios) };
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

const median = (values: readonly number[]): number =>
  values.length === 0
    ? meanOf(values)
    : quantile(
        [...values].sort((a, b) => a - b),
        0.5,
      );
