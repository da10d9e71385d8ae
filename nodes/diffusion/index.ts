import { definePack } from '../../graph-server/engine/define-node.ts';
import { CheckpointLoaderSimple } from './checkpoint-loader-simple.ts';
import { CLIPTextEncode } from './clip-text-encode.ts';
import { DeepCache } from './deep-cache.ts';
import { EmptyLatentImage } from './empty-latent-image.ts';
import { GuidanceInterval } from './guidance-interval.ts';
import { KSampler } from './k-sampler.ts';
import { SetLatentNoiseMask } from './set-latent-noise-mask.ts';
import { TokenDownsampling } from './token-downsampling.ts';
import { VAEDecode } from './vae-decode.ts';
import { VAEEncodeForInpaint } from './vae-encode-for-inpaint.ts';
import { VAEEncode } from './vae-encode.ts';

export default definePack({
  name: 'diffusion',
  nodes: [
    CheckpointLoaderSimple,
    CLIPTextEncode,
    DeepCache,
    EmptyLatentImage,
    GuidanceInterval,
    KSampler,
    SetLatentNoiseMask,
    TokenDownsampling,
    VAEDecode,
    VAEEncode,
    VAEEncodeForInpaint,
  ],
});
