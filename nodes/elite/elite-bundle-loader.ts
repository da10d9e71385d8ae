import { defineNode } from '../../graph-server/engine/define-node.ts';
import { choice } from '../../graph-server/engine/sockets.ts';
import { namedBundle } from '../../method/diffusion/bundle-folder.ts';
import { openBundle } from '../../method/elite/bundle.ts';
import { sharedSessions } from '../../method/runtime/shared-sessions.ts';
import { CLIP, CLIP_VISION, GLOBAL_MAPPER, LOCAL_MAPPER, MODEL, VAE } from '../sockets.ts';
import { bundleChoices } from './bundle-choices.ts';

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
  },
  outputs: { MODEL, CLIP, CLIP_VISION, VAE, GLOBAL_MAPPER, LOCAL_MAPPER },

  async fingerprint({ bundle }, folders) {
    return bundle === undefined ? '' : (await namedBundle(bundle, folders.models)).digest;
  },

  async run({ bundle }, { folders }) {
    const opened = await openBundle(await namedBundle(bundle, folders.models), sharedSessions);
    const { model, clip, clipVision, vae, globalMapper, localMapper } = opened;
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
