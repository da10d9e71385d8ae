import { defineNode } from '../../graph-server/engine/define-node.ts';
import { choice, link, optional, text } from '../../graph-server/engine/sockets.ts';
import { IMAGE } from '../sockets.ts';
import { savePictures } from './save-pictures.ts';

const EXTENSIONS = { png: 'png', webp: 'webp', jpeg: 'jpg' } as const;

/** Writes pictures into the output folder. */
export const SaveImage = defineNode({
  type: 'SaveImage',
  displayName: 'Save Image',
  category: 'image',
  description: 'Writes pictures as files that carry their workflow.',
  aliases: ['output', 'png', 'export'],
  isOutput: true,
  inputs: {
    images: link(IMAGE),
    filename_prefix: text({
      default: 'picture',
      tooltip:
        'Beginning of the name; a/b makes a folder a. %width%, %height% and %date:yyyy-MM-dd% are filled in.',
    }),
    format: optional(
      choice(['png', 'webp', 'jpeg'], {
        default: 'png',
        tooltip: 'PNG and WebP lose nothing; WebP and JPEG leave out a workflow of more than 64 KB.',
      }),
    ),
  },
  outputs: {},

  async run({ images, filename_prefix, format = 'png' }, context) {
    const [place, extension] = [{ kind: 'output', prefix: filename_prefix }, EXTENSIONS[format]] as const;
    return { ui: { images: await savePictures(images, place, context, extension) } };
  },
});
