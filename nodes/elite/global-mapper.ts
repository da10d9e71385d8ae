import { defineNode } from '../../graph-server/engine/define-node.ts';
import { choice, link } from '../../graph-server/engine/sockets.ts';
import { slice } from '../../method/tensor/tensor.ts';
import { FEATURES, GLOBAL_MAPPER, WORDS } from '../sockets.ts';

const CHOICES = ['primary', 'all', 'w1', 'w2', 'w3', 'w4'] as const;

/** Writes a photograph as words of the text encoder (Wei et al. 2023, Eqn. 3). */
export const GlobalMapperNode = defineNode({
  type: 'GlobalMapper',
  displayName: 'Global Mapper',
  category: 'elite',
  description: 'Writes a photograph as words of the text encoder; the first, w0, is the subject.',
  aliases: ['words', 'concept'],
  inputs: {
    global_mapper: link(GLOBAL_MAPPER),
    features: link(FEATURES),
    words: choice(CHOICES, {
      default: 'primary',
      tooltip: 'primary: w0, the most editable; all: the five; w1 to w4: one of the others, to look at.',
    }),
  },
  outputs: { WORDS },

  async run({ global_mapper, features, words }, { signal }) {
    const all = await global_mapper.words(features, signal); // [B, 5, d]
    if (words === 'all') return { WORDS: all };
    const index = words === 'primary' ? 0 : CHOICES.indexOf(words) - 1;
    return { WORDS: slice(all, 1, index, index + 1) };
  },
});
