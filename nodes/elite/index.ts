import { definePack } from '../../graph-server/engine/define-node.ts';
import { actions } from './actions.ts';
import { CLIPImageFeatures } from './clip-image-features.ts';
import { CombinePhotos } from './combine-photos.ts';
import { EliteBundleLoader } from './elite-bundle-loader.ts';
import { EliteTextEncode } from './elite-text-encode.ts';
import { EliteUNetSampler } from './elite-unet-sampler.ts';
import { GlobalMapperNode } from './global-mapper.ts';
import { LoadConcept } from './load-concept.ts';
import { LocalMapperNode } from './local-mapper.ts';
import { queries } from './queries.ts';
import { SaveConcept } from './save-concept.ts';

export default definePack({
  name: 'elite',
  nodes: [
    EliteBundleLoader,
    CLIPImageFeatures,
    GlobalMapperNode,
    LocalMapperNode,
    EliteTextEncode,
    EliteUNetSampler,
    CombinePhotos,
    SaveConcept,
    LoadConcept,
  ],
  queries,
  actions,
});
