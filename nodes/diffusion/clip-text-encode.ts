import { defineNode } from '../../graph-server/engine/define-node.ts';
import { link, text as textInput } from '../../graph-server/engine/sockets.ts';
import { encodePrompt } from '../../method/elite/encode-prompt.ts';
import { CLIP, CONDITIONING } from '../sockets.ts';

/** Encodes a prompt as it stands. */
export const CLIPTextEncode = defineNode({
  type: 'CLIPTextEncode',
  displayName: 'CLIP Text Encode (Prompt)',
  category: 'conditioning',
  description: 'Encodes a prompt as it stands; weights in brackets are read as text.',
  aliases: ['prompt', 'text'],
  inputs: {
    text: textInput({ multiline: true, tooltip: 'What to draw, or what to avoid.' }),
    clip: link(CLIP),
  },
  outputs: { CONDITIONING },

  async run({ text, clip }, { signal }) {
    return { CONDITIONING: await encodePrompt(clip, text, undefined, signal) };
  },
});
