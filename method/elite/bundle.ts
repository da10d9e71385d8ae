import { parseClipVisionConfig } from '../clip/config.ts';
import { ClipVisionEncoder } from '../clip/vision-encoder.ts';
import type { BundleFolder } from '../diffusion/bundle-folder.ts';
import { openPipeline, type Pipeline } from '../diffusion/pipeline.ts';
import type { Sessions } from '../onnx/session.ts';
import { parseEliteConfig, type EliteConfig } from './elite-config.ts';
import { GlobalMapper, LocalMapper } from './mapper.ts';

/** Everything that the method needs, from one bundle. */
export interface Bundle extends Pipeline {
  readonly clipVision: ClipVisionEncoder;
  readonly globalMapper: GlobalMapper;
  readonly localMapper: LocalMapper;
}

/**
 * Opens a bundle; the weights of each part are loaded when it is first used.
 * @throws naming the file that is missing, damaged or of another kind
 */
export async function openBundle(bundle: BundleFolder, sessions: Sessions): Promise<Bundle> {
  const { layers } = await eliteConfig(bundle, 'global_mapper');
  const global = await bundle.weights('global_mapper');
  const local = await bundle.weights('local_mapper');
  return {
    ...(await openPipeline(bundle, sessions)),
    clipVision: await openVision(bundle, layers, sessions),
    globalMapper: new GlobalMapper({ ...global, sessions }),
    localMapper: new LocalMapper({ ...local, sessions }),
  };
}

/** What elite/config.json of a bundle says. @throws when the grid is not the vision tower's */
export async function eliteConfig(bundle: BundleFolder, part: string): Promise<EliteConfig> {
  const { json, where } = await bundle.config(part);
  const config = parseEliteConfig(json, where);
  const vision = await bundle.config('image_encoder');
  const { imageSize, patchSize } = parseClipVisionConfig(vision.json, vision.where);
  if (config.grid !== imageSize / patchSize)
    throw new Error(
      `${where}, grid: expected ${imageSize / patchSize}, as ${vision.where} has it, got ${config.grid}`,
    );
  return config;
}

async function openVision(
  bundle: BundleFolder,
  layers: readonly number[],
  sessions: Sessions,
): Promise<ClipVisionEncoder> {
  const { json, where } = await bundle.config('image_encoder');
  const config = parseClipVisionConfig(json, where);
  return new ClipVisionEncoder({ ...(await bundle.weights('image_encoder')), config, layers, sessions });
}
