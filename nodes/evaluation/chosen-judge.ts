import type { Folders } from '../../graph-server/engine/sockets.ts';
import { bundleNames, namedBundle } from '../../method/diffusion/bundle-folder.ts';
import type { Judge } from '../../method/evaluation/judge.ts';
import {
  openJudges,
  PICTURE_PRESETS,
  type PicturePreset,
  type TextPreset,
} from '../../method/evaluation/open-judges.ts';
import { sharedSessions } from '../../method/runtime/shared-sessions.ts';

/** The networks that likeness is judged by: DINO, or the identity network of a bundle. */
export const LIKENESS_PRESETS = ['tiny-id', ...PICTURE_PRESETS] as const;

export type LikenessPreset = 'tiny-id' | PicturePreset;

/** The bundles that there are, the default first. */
export const judgeBundles = ({ models, defaultBundle }: Folders): Promise<readonly string[]> =>
  bundleNames(models, defaultBundle);

/** Changes when the bundle does. */
export const judgeKey = async (bundle: string | undefined, { models }: Folders): Promise<string> =>
  bundle === undefined ? '' : (await namedBundle(bundle, models)).digest;

/** The CLIP of a preset. @throws when there are no weights for it, with the place where they are looked for */
export async function chosenTextJudge(
  preset: TextPreset,
  bundle: string,
  { models }: Folders,
): Promise<Judge> {
  const opened = await namedBundle(bundle, models);
  const { text, missing } = await openJudges({ bundle: opened, models, text: preset }, sharedSessions);
  return present(text, preset, missing.text);
}

/** The judge of likeness of a preset. @throws as above */
export async function chosenLikenessJudge(
  preset: LikenessPreset,
  bundle: string,
  { models }: Folders,
): Promise<Judge> {
  const sources = { bundle: await namedBundle(bundle, models), models };
  const { picture, identity, missing } = await openJudges(
    preset === 'tiny-id' ? sources : { ...sources, picture: preset },
    sharedSessions,
  );
  return preset === 'tiny-id'
    ? present(identity, preset, missing.identity)
    : present(picture, preset, missing.picture);
}

function present(judge: Judge | undefined, preset: string, reason = 'no weights'): Judge {
  if (judge !== undefined) return judge;
  throw new Error(`preset ${preset}: expected weights, got ${reason}`);
}
