import { randomUUID } from 'node:crypto';
import { encodePng } from '../../method/image/encode.ts';
import { pictureAt } from '../../method/image/layout.ts';
import { defineNode } from '../../graph-server/engine/define-node.ts';
import { link } from '../../graph-server/engine/sockets.ts';
import { IMAGE } from '../sockets.ts';

/** Sends pictures over the WebSocket, in full size, and writes no file: ComfyUI's node for headless clients. */
export const SaveImageWebsocket = defineNode({
  type: 'SaveImageWebsocket',
  displayName: 'Save Image (WebSocket)',
  category: 'image',
  description: 'Sends pictures to the client that asked, as binary PNG frames; no file is written.',
  aliases: ['output', 'send', 'api', 'headless'],
  isOutput: true,
  inputs: { images: link(IMAGE) },
  outputs: {},
  fingerprint: () => randomUUID(), // what was sent before is not sent by keeping it

  async run({ images }, { progress, preview }) {
    const [batch = 0] = images.dims;
    for (let b = 0; b < batch; b += 1) {
      progress(b + 1, batch);
      preview(await encodePng(pictureAt(images, b)), 'image/png');
    }
    return {};
  },
});
