/** The reference graph of the product as an API prompt. */
export const GENERATE = {
  '1': { class_type: 'EliteBundleLoader', inputs: { bundle: 'painter' } },
  '2': { class_type: 'LoadImage', inputs: { image: 'toy.png' }, _meta: { title: 'Photo' } },
  '3': {
    class_type: 'LoadImageMask',
    inputs: { image: 'toy-mask.png', channel: 'red' },
    _meta: { title: 'Mask' },
  },
  '4': {
    class_type: 'CLIPImageFeatures',
    inputs: { clip_vision: ['1', 2], image: ['2', 0], mask: ['3', 0], framing: 'subject', grid: 'nearest' },
  },
  '5': {
    class_type: 'GlobalMapper',
    inputs: { global_mapper: ['1', 4], features: ['4', 0], words: 'primary' },
  },
  '6': {
    class_type: 'LocalMapper',
    inputs: { local_mapper: ['1', 5], object_features: ['4', 1], patch_mask: ['4', 2] },
  },
  '7': {
    class_type: 'EliteTextEncode',
    inputs: { clip: ['1', 1], text: 'a photo of a S* on the beach', words: ['5', 0] },
    _meta: { title: 'Prompt' },
  },
  '8': { class_type: 'EliteTextEncode', inputs: { clip: ['1', 1], text: '' }, _meta: { title: 'Negative' } },
  '9': { class_type: 'EmptyLatentImage', inputs: { width: 64, height: 64, batch_size: 1 } },
  '10': {
    class_type: 'EliteUNetSampler',
    inputs: {
      model: ['1', 0],
      global_mapper: ['1', 4],
      positive: ['7', 0],
      negative: ['8', 0],
      latent_image: ['9', 0],
      local_mapper: ['1', 5],
      patches: ['6', 0],
      vae: ['1', 3],
      seed: 7,
      steps: 12,
      cfg: 5,
      sampler_name: 'lms',
      scheduler: 'normal',
      lambda: 0.8,
      denoise: 1,
      lambda_schedule: '',
    },
  },
  '11': { class_type: 'VAEDecode', inputs: { samples: ['10', 0], vae: ['1', 3] } },
  '12': {
    class_type: 'SaveImage',
    inputs: { images: ['11', 0], filename_prefix: 'generate' },
    _meta: { title: 'Result' },
  },
};
