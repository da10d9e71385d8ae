import { defineNode } from '../../graph-server/engine/define-node.ts';
import { choice, link } from '../../graph-server/engine/sockets.ts';
import { conceptHash, openConcept, refuseOtherMappers } from '../../method/elite/concept-file.ts';
import { GLOBAL_MAPPER, LOCAL_MAPPER, PATCHES, WORDS } from '../sockets.ts';
import { conceptNames, conceptPath } from './concept-choices.ts';

/** Reads what Save Concept kept. */
export const LoadConcept = defineNode({
  type: 'LoadConcept',
  displayName: 'Load Concept',
  category: 'elite',
  description:
    'Words and patches that were kept of a photograph: in place of the photograph and of CLIP Image Features, Global Mapper and Local Mapper.',
  aliases: ['concept', 'import', 'embedding', 'library'],
  inputs: {
    concept: choice(conceptNames, { eliteField: 'concept', tooltip: 'A file of models/concepts.' }),
    global_mapper: link(GLOBAL_MAPPER, {
      tooltip: 'The mapper of the bundle that draws; the words are of the same.',
    }),
    local_mapper: link(LOCAL_MAPPER, {
      tooltip: 'The mapper of the bundle that draws; the patches are of the same.',
    }),
  },
  outputs: { WORDS, PATCHES },

  fingerprint: async ({ concept }, folders) =>
    concept === undefined ? '' : conceptHash(await conceptPath(concept, folders)),

  async run({ concept: name, global_mapper, local_mapper }, { folders }) {
    const concept = await openConcept(await conceptPath(name, folders));
    refuseOtherMappers(name, concept, { global: global_mapper.key, local: local_mapper.key });
    const { words, patches, mask } = concept;
    return { WORDS: words, PATCHES: { patches, mask } };
  },
});
