import { defineNode } from '../../graph-server/engine/define-node.ts';
import { link, optional, text } from '../../graph-server/engine/sockets.ts';
import { saveConcept } from '../../method/elite/concept-file.ts';
import { conceptFolder } from '../../method/elite/concept-library.ts';
import { wrongConceptName } from '../../method/elite/concept-name.ts';
import { thumbnailOf } from '../../method/image/thumbnail.ts';
import { GLOBAL_MAPPER, IMAGE, LOCAL_MAPPER, PATCHES, WORDS } from '../sockets.ts';
import { conceptFolders } from './concept-choices.ts';
import { ownFolder } from './own-folder.ts';

/** Keeps what the mappers wrote of a photograph, so that it need not be encoded again. */
export const SaveConcept = defineNode({
  type: 'SaveConcept',
  displayName: 'Save Concept',
  category: 'elite',
  description:
    'Keeps words and patches of a photograph as a file in models/concepts, for Load Concept: now, after a restart, or on another machine with the same bundle.',
  aliases: ['concept', 'export', 'keep', 'embedding', 'library'],
  isOutput: true,
  inputs: {
    words: link(WORDS),
    patches: link(PATCHES),
    global_mapper: link(GLOBAL_MAPPER, { tooltip: 'The mapper that wrote the words.' }),
    local_mapper: link(LOCAL_MAPPER, { tooltip: 'The mapper that wrote the patches.' }),
    name: text({
      default: 'my concept',
      tooltip: 'The name of the file. If another concept has it, a number is added; nothing is overwritten.',
    }),
    photo: optional(
      link(IMAGE, { tooltip: 'How the concept looks in lists: the middle of this picture, made small.' }),
    ),
  },
  outputs: {},

  /** It runs every time: its file may have been taken away, and the same concept gives the same file. */
  fingerprint: () => undefined,

  validate({ name }) {
    const wrong = name === undefined ? undefined : wrongConceptName(name);
    return wrong === undefined ? undefined : `name: ${wrong}`;
  },

  async run({ words, patches: { patches, mask }, global_mapper, local_mapper, name, photo }, { folders }) {
    const pictures = Math.max(words.dims[0] ?? 0, patches.dims[0] ?? 0);
    if (pictures !== 1) throw new Error(`words: expected those of one photograph, got those of ${pictures}`);
    const photos = photo?.dims[0] ?? 1;
    if (photos !== 1) throw new Error(`photo: expected one picture, got ${photos}`);
    const mappers = { global: global_mapper.key, local: local_mapper.key };
    const folder = conceptFolder(ownFolder(folders));
    const [, ...others] = conceptFolders(folders);
    const file = await saveConcept(
      folder,
      name,
      { words, patches, mask, mappers },
      { thumbnail: photo && thumbnailOf(photo), others },
    );
    return { ui: { text: [`saved as models/concepts/${file}`] } };
  },
});
