import { defineNode } from '../../graph-server/engine/define-node.ts';
import { link } from '../../graph-server/engine/sockets.ts';
import { tensor } from '../../method/tensor/tensor.ts';
import { FEATURES, LOCAL_MAPPER, MASK, PATCHES } from '../sockets.ts';

/** Writes the masked subject as patch features (Wei et al. 2023, Eqn. 5). */
export const LocalMapperNode = defineNode({
  type: 'LocalMapper',
  displayName: 'Local Mapper',
  category: 'elite',
  description: 'Writes the subject on black as patch features that bring its details back.',
  aliases: ['patches', 'details'],
  inputs: {
    local_mapper: link(LOCAL_MAPPER),
    object_features: link(FEATURES),
    patch_mask: link(MASK),
  },
  outputs: { PATCHES },

  async run({ local_mapper, object_features, patch_mask }, { signal }) {
    const [batch = 0, rows = 0, columns = 0] = patch_mask.dims;
    const patches = (object_features[0]?.dims[1] ?? 1) - 1;
    if (rows * columns !== patches)
      throw new Error(`patch_mask: expected ${patches} patches as the features have, got ${rows}×${columns}`);
    const mask = tensor(patch_mask.data, [batch, patches, 1]);
    return { PATCHES: { patches: await local_mapper.patches(object_features, mask, signal), mask } };
  },
});
