import { defineNode } from '../../graph-server/engine/define-node.ts';
import { choice, link, optional } from '../../graph-server/engine/sockets.ts';
import {
  agreementWeights,
  combinedRows,
  combinedWords,
  equalWeights,
} from '../../method/elite/several-photos.ts';
import type { Tensor } from '../../method/tensor/tensor.ts';
import { PATCHES, WORDS, type Patches } from '../sockets.ts';

/** The photographs that need not be there. */
const MORE = [3, 4] as const;

/** Makes one subject of several photographs of it. */
export const CombinePhotos = defineNode({
  type: 'CombinePhotos',
  displayName: 'Combine Photos',
  category: 'elite',
  description:
    'Makes one subject of two to four photographs of the same thing: the mean of their words, as long as they are, and the patches of all. A sampling step takes the longer the more there are.',
  aliases: ['several references', 'average', 'merge concepts', 'multiple photos'],
  inputs: {
    words_1: link(WORDS),
    patches_1: link(PATCHES),
    words_2: link(WORDS),
    patches_2: link(PATCHES),
    weights: choice(['equal', 'agreement'], {
      default: 'equal',
      tooltip: 'agreement: photographs whose words agree with the others count more.',
    }),
    words_3: optional(link(WORDS)),
    patches_3: optional(link(PATCHES)),
    words_4: optional(link(WORDS)),
    patches_4: optional(link(PATCHES)),
  },
  outputs: { WORDS, PATCHES },

  validate(_inputs, _folders, linked) {
    const lonely = MORE.find((n) => `words_${n}` in linked !== `patches_${n}` in linked);
    if (lonely === undefined) return undefined;
    const [there, missing] =
      `words_${lonely}` in linked ? ['words', 'patches'] : (['patches', 'words'] as const);
    return `${missing}_${lonely}: expected a link, as ${there}_${lonely} has one, got none`;
  },

  run({ words_1, patches_1, words_2, patches_2, words_3, patches_3, words_4, patches_4, weights }) {
    const photos = [
      [words_1, patches_1],
      [words_2, patches_2],
      [words_3, patches_3],
      [words_4, patches_4],
    ].filter((photo): photo is [Tensor, Patches] => photo.every((part) => part !== undefined));
    const words = photos.map(([each]) => each);
    photos.forEach(([own, { patches }], k) => {
      refuseOther(`words_${k + 1}`, own.dims, words_1.dims);
      refuseOther(`patches_${k + 1}`, patches.dims.toSpliced(1, 1), patches_1.patches.dims.toSpliced(1, 1));
    });
    const shares = weights === 'equal' ? equalWeights(words.length) : agreementWeights(words);
    return {
      WORDS: combinedWords(words, shares),
      PATCHES: {
        patches: combinedRows(photos.map(([, { patches }]) => patches)),
        mask: combinedRows(photos.map(([, { mask }]) => mask)),
      },
    };
  },
});

/** Refuses what another bundle wrote, and what is of several photographs already in one batch. */
function refuseOther(where: string, got: readonly number[], first: readonly number[]): void {
  if (got[0] !== 1) throw new Error(`${where}: expected those of one photograph, got those of ${got[0]}`);
  if (got.join() !== first.join())
    throw new Error(`${where}: expected [${first.join(', ')}] as the first has, got [${got.join(', ')}]`);
}
