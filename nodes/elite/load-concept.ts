import { defineNode } from '../../graph-server/engine/define-node.ts';
import { choice, link } from '../../graph-server/engine/sockets.ts';
import { fileHash } from '../../method/checkpoint/file-hash.ts';
import { openConcept, refuseOtherMappers } from '../../method/elite/concept-file.ts';
import { GLOBAL_MAPPER, LOCAL_MAPPER, PATCHES, WORDS } from '../sockets.ts';
import { conceptNames, conceptPath } from './concept-choices.ts';

/** Reads what Save Concept kept. */
export const LoadConcept = defineNode({
  type: 'LoadConcept',
  displayName: 'Load Concept',
  category: 'elite',
  description:
    'Words and patches that were kept of a photograph. Takes the place of photograph, CLIP Image Features and both mappers.',
  aliases: ['concept', 'import', 'embedding', 'library'],
  inputs: {
    concept: choice(conceptNames, { tooltip: 'A file of models/concepts.' }),
    global_mapper: link(GLOBAL_MAPPER, {
      tooltip: 'Of the bundle that draws: the one that wrote the words.',
    }),
    local_mapper: link(LOCAL_MAPPER, {
      tooltip: 'Of the bundle that draws: the one that wrote the patches.',
    }),
  },
  outputs: { WORDS, PATCHES },

  fingerprint: async ({ concept }, folders) =>
    concept === undefined ? '' : fileHash(await conceptPath(concept, folders)),

  async run({ concept: name, global_mapper, local_mapper }, { folders }) {
    const concept = await openConcept(await conceptPath(name, folders));
    refuseOtherMappers(name, concept, { global: global_mapper.key, local: local_mapper.key });
    const { words, patches, mask } = concept;
    return { WORDS: words, PATCHES: { patches, mask } };
  },
});
