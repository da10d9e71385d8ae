import { verifyBundle, verifySingleFile, type ModelVerdict } from '../../../method/elite/verify-models.ts';
import { listBundles } from '../../../method/diffusion/bundle-folder.ts';
import { singleFiles } from '../../../method/diffusion/single-file-names.ts';
import { shownBytes, table } from './table.ts';
import { unknownKeys } from './unknown-keys.ts';

/** What is verified, and how it is shown. */
export interface Verification {
  /** Folders of models; of two models with one name the first folder's counts. */
  readonly folders: readonly string[];
  /** One model; all without it. */
  readonly name?: string;
  readonly json: boolean;
}

/** `elite-graph models verify`: hashes, keys and shapes of one model or of all. @returns 0 when all are sound */
export async function verify({ folders, name, json }: Verification): Promise<number> {
  const bundles = await listBundles(folders);
  const files = await singleFiles(folders);
  const names = [...bundles.keys(), ...files.keys()].filter((known) => name === undefined || known === name);
  if (name !== undefined && names.length === 0)
    throw new Error(
      `${name}: expected one of ${[...bundles.keys(), ...files.keys()].join(', ') || 'no models at all'}, got another name`,
    );
  const verdicts: ModelVerdict[] = [];
  for (const known of names) {
    const [folder, file] = [bundles.get(known), files.get(known)];
    if (folder !== undefined) verdicts.push(await verifyBundle(known, folder, { hash: true }));
    else if (file !== undefined) verdicts.push(await verifySingleFile(known, file, { hash: true }));
  }
  console.log(json ? JSON.stringify(verdicts, null, 2) : shown(verdicts));
  return verdicts.every(({ isSound }) => isSound) ? 0 : 1;
}

function shown(verdicts: readonly ModelVerdict[]): string {
  const rows = verdicts.flatMap(({ name, faults, files }) => {
    const others = faults.filter((fault) => !files.some(({ verdict }) => verdict === fault));
    const keys = others.length > 0 ? others : [faults.length === 0 ? 'ok' : 'no other fault'];
    return [
      ...files.map((file) => [name, file.path, shownBytes(file.bytes), file.sha256, file.verdict]),
      ...keys.map((each) => [name, 'keys and shapes', '', '', each]),
    ];
  });
  const notes = verdicts.flatMap(({ unknown }) => unknownKeys(Object.entries(unknown)));
  return [table([['model', 'file', 'size', 'SHA-256', 'verdict'], ...rows]), ...notes].join('\n');
}
