import { definePack } from '../../graph-server/engine/define-node.ts';
import { GrowMask } from './grow-mask.ts';
import { ImageCompositeMasked } from './image-composite-masked.ts';
import { ImageCropToMask } from './image-crop-to-mask.ts';
import { ImageScaleToTotalPixels } from './image-scale-to-total-pixels.ts';
import { ImageScale } from './image-scale.ts';
import { ImageToMask } from './image-to-mask.ts';
import { InvertMask } from './invert-mask.ts';
import { LoadImageMask } from './load-image-mask.ts';
import { LoadImage } from './load-image.ts';
import { MaskToImage } from './mask-to-image.ts';
import { PreviewImage } from './preview-image.ts';
import { SaveImageWebsocket } from './save-image-websocket.ts';
import { SaveImage } from './save-image.ts';

export default definePack({
  name: 'image',
  nodes: [
    LoadImage,
    LoadImageMask,
    ImageScale,
    ImageScaleToTotalPixels,
    ImageCropToMask,
    ImageCompositeMasked,
    InvertMask,
    GrowMask,
    MaskToImage,
    ImageToMask,
    PreviewImage,
    SaveImage,
    SaveImageWebsocket,
  ],
});
