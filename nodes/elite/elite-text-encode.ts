import { defineNode } from '../../graph-server/engine/define-node.ts';
import { link, optional, text } from '../../graph-server/engine/sockets.ts';
import { placeholders } from '../../method/clip/placeholder.ts';
import { encodePrompt } from '../../method/elite/encode-prompt.ts';
import { CLIP, CONDITIONING, WORDS } from '../sockets.ts';

/** Encodes a prompt whose S* is the subject (Wei et al. 2023, section 3.2). */
export const EliteTextEncode = defineNode({
  type: 'EliteTextEncode',
  displayName: 'ELITE Text Encode',
  category: 'elite',
  description: 'Encodes a prompt; the words of the subject take the place of each S*.',
  aliases: ['prompt', 'elite conditioning'],
  inputs: {
    clip: link(CLIP),
    text: text({
      eliteField: 'prompt',
      default: 'a photo of a S*',
      multiline: true,
      tooltip: 'S* stands for the subject. Without words it is read as it stands.',
    }),
    words: optional(link(WORDS, { tooltip: 'The words of the subject; the unconditional prompt has none.' })),
  },
  outputs: { CONDITIONING },

  validate({ text: prompt }, _folders, { words }) {
    if (prompt === undefined || words === undefined || placeholders(prompt).length > 0) return undefined;
    const got = prompt === '' ? 'an empty text' : JSON.stringify(prompt.slice(0, 80));
    return `text: expected S* where the subject of the linked words stands, got ${got}`;
  },

  async run({ clip, text: prompt, words }, { signal }) {
    const pictures = words?.dims[0] ?? 1;
    if (pictures !== 1) throw new Error(`words: expected those of one photograph, got those of ${pictures}`);
    return { CONDITIONING: await encodePrompt(clip, prompt, words, signal) };
  },
});
