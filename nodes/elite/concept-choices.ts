import type { Folders } from '../../graph-server/engine/sockets.ts';
import { conceptFiles } from '../../method/elite/concept-file.ts';
import { conceptFolder } from '../../method/elite/concept-library.ts';

/** So many names stand in a sentence. */
const SHOWN = 10;

/** The folders of concepts, the user's own first. */
export const conceptFolders = ({ models }: Pick<Folders, 'models'>): readonly string[] =>
  models.map(conceptFolder);

/** The names of the concept files that there are. */
export const conceptNames = async (folders: Folders): Promise<readonly string[]> => [
  ...(await conceptFiles(conceptFolders(folders))).keys(),
];

/** The path of a concept file. @throws naming what there is */
export async function conceptPath(name: string, folders: Folders): Promise<string> {
  const files = await conceptFiles(conceptFolders(folders));
  const path = files.get(name);
  if (path !== undefined) return path;
  const offered = [...files.keys()];
  const some = `${offered.slice(0, SHOWN).join(', ')}${offered.length > SHOWN ? ', …' : ''}`;
  throw new Error(
    offered.length === 0
      ? `concept ${JSON.stringify(name)}: expected a file of models/concepts, where there is none yet (Save Concept writes them)`
      : `concept ${JSON.stringify(name)}: expected one of ${some}, got another name`,
  );
}
