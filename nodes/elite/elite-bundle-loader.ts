import { defineNode } from '../../graph-server/engine/define-node.ts';
import { choice, optional } from '../../graph-server/engine/sockets.ts';
import { namedBundle } from '../../method/diffusion/bundle-folder.ts';
import { PRECISIONS } from '../../method/diffusion/int8-model.ts';
import { openBundle } from '../../method/elite/bundle.ts';
import { sharedSessions } from '../../method/runtime/shared-sessions.ts';
import { CLIP, CLIP_VISION, GLOBAL_MAPPER, LOCAL_MAPPER, MODEL, VAE } from '../sockets.ts';
import { bundleChoices } from './bundle-choices.ts';
import { inPrecision } from './in-precision.ts';

/** Opens a bundle: Stable Diffusion, CLIP and the two mappers. */
export const EliteBundleLoader = defineNode({
  type: 'EliteBundleLoader',
  displayName: 'Load ELITE Bundle',
  category: 'elite',
  description:
    'Opens a bundle: Stable Diffusion, CLIP and the two mappers. Weights are read when they are needed.',
  aliases: ['checkpoint', 'model', 'mapper'],
  inputs: {
    bundle: choice(bundleChoices, { tooltip: 'A folder below models/ with a bundle.json.' }),
    precision: optional(
      choice(PRECISIONS, {
        default: 'fp32',
        tooltip:
          'int8: the large products of the UNet and of the vision tower in 8-bit integers: faster on most processors, at a small cost in quality; its weights are made at the first time.',
      }),
    ),
  },
  outputs: { MODEL, CLIP, CLIP_VISION, VAE, GLOBAL_MAPPER, LOCAL_MAPPER },

  async fingerprint({ bundle }, folders) {
    return bundle === undefined ? '' : (await namedBundle(bundle, folders.models)).digest;
  },

  async run({ bundle, precision = 'fp32' }, { folders, signal }) {
    const opened = await openBundle(await namedBundle(bundle, folders.models), sharedSessions);
    const { clip, vae, globalMapper, localMapper } = opened;
    const { model, clipVision } = await inPrecision(opened, precision, folders, signal);
    return {
      MODEL: model,
      CLIP: clip,
      CLIP_VISION: clipVision,
      VAE: vae,
      GLOBAL_MAPPER: globalMapper,
      LOCAL_MAPPER: localMapper,
    };
  },
});
