import { defineNode } from '../../graph-server/engine/define-node.ts';
import { link, text } from '../../graph-server/engine/sockets.ts';
import { IMAGE } from '../sockets.ts';
import { savePictures } from './save-pictures.ts';

/** Writes pictures into the output folder. */
export const SaveImage = defineNode({
  type: 'SaveImage',
  displayName: 'Save Image',
  category: 'image',
  description: 'Writes pictures as PNG files that carry their workflow.',
  aliases: ['output', 'png', 'export'],
  isOutput: true,
  inputs: {
    images: link(IMAGE),
    filename_prefix: text({
      default: 'picture',
      tooltip:
        'Beginning of the name; a/b makes a folder a. %width%, %height% and %date:yyyy-MM-dd% are filled in.',
    }),
  },
  outputs: {},

  async run({ images, filename_prefix }, context) {
    return {
      ui: { images: await savePictures(images, { kind: 'output', prefix: filename_prefix }, context) },
    };
  },
});
