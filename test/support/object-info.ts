import type { ObjectInfo } from '../../ui/src/model/object-info.ts';

/** Node types with every kind of widget, as `/object_info` tells them. */
export const OBJECT_INFO: ObjectInfo = {
  LoadImage: {
    input: { required: { image: [['dog.png', 'cat.png'], { image_upload: true }] } },
    output: ['IMAGE', 'MASK'],
    output_name: ['IMAGE', 'MASK'],
    display_name: 'Load Image',
  },
  Encode: {
    input: {
      required: { text: ['STRING', { multiline: true }], image: ['IMAGE'] },
      optional: { strength: ['FLOAT', { default: 1 }] },
    },
    output: ['CONDITIONING'],
  },
  Sampler: {
    input: {
      required: {
        positive: ['CONDITIONING'],
        seed: ['INT', { default: 0, min: 0, max: 18446744073709551615n }],
        steps: ['INT', { default: 20 }],
        sampler_name: [['lms', 'euler']],
        preview: ['BOOLEAN', { default: true }],
      },
    },
    input_order: { required: ['positive', 'seed', 'steps', 'sampler_name', 'preview'] },
    output: ['LATENT'],
  },
  Scale: { input: { required: { image: ['IMAGE'], factor: ['FLOAT', {}] } }, output: ['IMAGE'] },
  SaveImage: {
    input: { required: { images: ['IMAGE'], filename_prefix: ['STRING', {}] } },
    output: [],
    output_node: true,
  },
  Forced: {
    input: { required: { linked: ['INT', { forceInput: true }], own: ['INT', {}] } },
    output: ['INT'],
  },
};
