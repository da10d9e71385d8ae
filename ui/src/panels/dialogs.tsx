import { computed } from '@preact/signals';
import {
  enlarged,
  isNaming,
  isShowingKeys,
  linking,
  part,
  picking,
  question,
  renamingConcept,
  renamingFile,
  retouching,
} from '../state/dialogs.ts';
import { comparison } from '../state/compare.ts';
import { lazyPart } from './lazy-part.tsx';
import type { NamedCommand } from './command-palette.tsx';

const Sweep = lazyPart(async () => (await import('./sweep-dialog.tsx')).SweepDialog);
const Gallery = lazyPart(async () => (await import('./gallery/gallery-dialog.tsx')).GalleryDialog);
const Queue = lazyPart(async () => (await import('./queue-dialog.tsx')).QueueDialog);
const Compare = lazyPart(async () => (await import('./compare-dialog.tsx')).CompareDialog);
const Commands = lazyPart(async () => (await import('./command-palette.tsx')).CommandPalette);
const States = lazyPart(async () => (await import('./states-dialog.tsx')).StatesDialog);
const Models = lazyPart(async () => (await import('./models/models-dialog.tsx')).ModelsDialog);
const Choose = lazyPart(async () => (await import('./choice-finder.tsx')).ChoiceFinder);
const Links = lazyPart(async () => (await import('./link-finder.tsx')).LinkFinder);
const Retouch = lazyPart(async () => (await import('./mask/retouch-dialog.tsx')).RetouchDialog);

const Small = lazyPart(async () => (await import('./small-dialogs.tsx')).SmallDialogs);

const isSmallOne = computed(
  () =>
    question.value !== undefined ||
    isNaming.value ||
    renamingFile.value !== undefined ||
    renamingConcept.value !== undefined ||
    isShowingKeys.value ||
    enlarged.value !== undefined,
);

/** The dialogs that can be open. */
export function Dialogs({
  keys,
  commands,
}: {
  readonly keys: readonly (readonly [string, string])[];
  readonly commands: readonly NamedCommand[];
}) {
  return (
    <>
      {retouching.value ? <Retouch /> : null}
      {part.value === 'sweep' ? <Sweep /> : null}
      {part.value === 'gallery' ? <Gallery /> : null}
      {part.value === 'queue' ? <Queue /> : null}
      {part.value === 'states' ? <States /> : null}
      {part.value === 'models' ? <Models /> : null}
      {comparison.value ? <Compare /> : null}
      {part.value === 'commands' ? <Commands commands={commands} /> : null}
      {picking.value ? <Choose /> : null}
      {linking.value ? <Links /> : null}
      {isSmallOne.value ? <Small keys={keys} /> : null}
    </>
  );
}
