import { join } from 'node:path';
import { namedBundle } from '../../../method/diffusion/bundle-folder.ts';
import { int8Vision } from '../../../method/clip/int8-vision.ts';
import { derivedFolder, int8Model } from '../../../method/diffusion/int8-model.ts';
import { eliteConfig, openBundle, type Bundle } from '../../../method/elite/bundle.ts';
import {
  openJudges,
  PICTURE_PRESETS,
  TEXT_PRESETS,
  type PicturePreset,
  type TextPreset,
} from '../../../method/evaluation/open-judges.ts';
import { weightBits } from '../../../method/checkpoint/weight-bits.ts';
import { Runtime } from '../../../method/runtime/runtime.ts';
import type { NoiseLevels } from '../../../method/sampling/schedules.ts';
import { configOf, DEFAULT_BUNDLE, packageRoot } from '../../config.ts';
import { foldersOf } from '../../files/folders.ts';
import { UsageError } from '../usage.ts';
import type { DataFolder } from './data-folder.ts';
import { EliteDrawer, type Drawer, type DrawingSettings } from './drawer.ts';
import { JudgeScorer } from './judge-scorer.ts';
import { judgeHashes, modelHashes } from './manifest.ts';
import type { EvalOptions } from './options.ts';
import type { Scorer } from './scorer.ts';

/** What a run draws and scores with. */
export interface EvalParts {
  /** Name of the bundle. */
  readonly bundle: string;
  /** SHA-256 of each network, by part. */
  readonly models: Readonly<Record<string, string>>;
  /** Side of the pictures, pixels. */
  readonly imageSize: number;
  /** What the bundle asks for where the command line says nothing. */
  readonly defaults: { readonly steps: number; readonly guidance: number; readonly lambda: number };
  /** Noise levels of the model's training steps. */
  readonly levels: NoiseLevels;
  /** Threads that compute. */
  readonly threads: number;
  readonly drawerOf: (settings: DrawingSettings) => Drawer;
  readonly scorer: Scorer;
  close(): Promise<void>;
}

/** Opens the bundle and the judges that a command line names. */
export async function openEvalParts(options: EvalOptions, data: DataFolder): Promise<EvalParts> {
  const config = configOf(options.flags);
  const folders = [foldersOf(config.data).models, join(packageRoot, 'models')];
  const name = config.bundle ?? DEFAULT_BUNDLE;
  const folder = await namedBundle(name, folders);
  const [text, picture] = [textPreset(options.text), picturePreset(options.picture)];
  const { steps, guidance, lambda } = await eliteConfig(folder, 'global_mapper');
  const runtime = new Runtime(config.compute);
  try {
    const opened = await openBundle(folder, runtime);
    const bundle = options.precision === 'int8' ? await inInt8(opened, config.data) : opened;
    const judges = await openJudges(
      { bundle: folder, models: folders, ...(text ? { text } : {}), ...(picture ? { picture } : {}) },
      runtime,
    );
    const used = [judges.text?.id ?? '', judges.picture?.id ?? ''].filter((id) => !id.startsWith('tiny-'));
    const kinds = used.filter(Boolean).map((id) => id.split('-')[0] ?? id);
    const models = { ...(await modelHashes(folder)), ...(await judgeHashes(folders, kinds)) };
    return {
      bundle: name,
      models,
      imageSize: bundle.imageSize,
      defaults: { steps: steps.full, guidance, lambda: lambda.edit },
      levels: bundle.model.levels,
      threads: runtime.threads,
      drawerOf: (settings) => new EliteDrawer(bundle, settings),
      scorer: await JudgeScorer.open(judges, data, JSON.stringify(models)),
      close: () => runtime.dispose(),
    };
  } catch (error) {
    await runtime.dispose();
    throw error;
  }
}

/** The bundle with the large products of its UNet and vision tower in 8-bit integers; their weights are kept in the data folder. */
async function inInt8(bundle: Bundle, data: string): Promise<Bundle> {
  const folder = derivedFolder([foldersOf(data).models]);
  const bits = await weightBits();
  return {
    ...bundle,
    model: await int8Model(bundle.model, folder, bits),
    clipVision: await int8Vision(bundle.clipVision, folder, bits),
  };
}

const textPreset = (name: string | undefined): TextPreset | undefined => preset('--text', TEXT_PRESETS, name);
const picturePreset = (name: string | undefined): PicturePreset | undefined =>
  preset('--picture', PICTURE_PRESETS, name);

function preset<T extends string>(flag: string, all: readonly T[], name: string | undefined): T | undefined {
  const found = all.find((one) => one === name);
  if (name === undefined || found !== undefined) return found;
  throw new UsageError(`${flag}: expected one of ${all.join(', ')}, got ${name}`);
}
