import { defineNode } from '../../graph-server/engine/define-node.ts';
import { link } from '../../graph-server/engine/sockets.ts';
import { IMAGE } from '../sockets.ts';
import { savePictures } from './save-pictures.ts';

/** Shows pictures without keeping them. */
export const PreviewImage = defineNode({
  type: 'PreviewImage',
  displayName: 'Preview Image',
  category: 'image',
  description: 'Shows pictures; their files go when the server ends.',
  aliases: ['show', 'view'],
  isOutput: true,
  inputs: { images: link(IMAGE) },
  outputs: {},

  async run({ images }, context) {
    return { ui: { images: await savePictures(images, { kind: 'temp', prefix: 'preview' }, context) } };
  },
});
