import { computed } from '@preact/signals';
import { startWords as text } from '../messages/en/start.ts';
import { maskPng, MOST_SIDE, type PictureSize } from '../mask/mask-picture.ts';
import { wholeMask, type Mask } from '../mask/mask.ts';
import type { Command } from '../model/command.ts';
import type { Square } from '../model/crop.ts';
import { inputFile, viewUrl } from '../net/server-client.ts';
import { storeCrop } from './crops.ts';
import { dispatch, doc, types } from './editor.ts';
import { openWorkflow, workflows } from './files.ts';
import { whenReady } from './ready.ts';
import { isUsable, storePhoto, storePicture } from './photos.ts';
import { decodedPhoto, nameOfBytes } from './picture-source.ts';
import { results } from './run.ts';
import { startRun } from './running.ts';
import {
  roles,
  setting,
  startMask,
  startPhoto,
  startSince,
  startSquare,
  startStep,
  valueAt,
} from './start.ts';
import { say, sayError } from './toasts.ts';

/** What the server puts before the names of photos that ship. */
const SHIPPED = 'sample-';

/** Photos that ship with their mask: `sample-dog.png` with `sample-dog-mask.png`; those of a person are none. */
export const examples = computed(() => {
  const type = types.value.get(doc.value.nodes.get(roles.value.photo?.node ?? '')?.type ?? '');
  const choices = new Set(type?.fields.find(({ kind }) => kind === 'photo')?.choices);
  return [...choices].flatMap((photo) => {
    const mask = photo.replace(/\.\w+$/, '-mask.png');
    return photo.startsWith(SHIPPED) && mask !== photo && choices.has(mask)
      ? [{ photo, mask, url: viewUrl(inputFile(photo), true) }]
      : [];
  });
});

/** Takes a photo in and goes on to its square. */
export async function takeStartPhoto(file: File): Promise<void> {
  if (!(await isUsable(file))) return;
  try {
    await ensureGraph();
    startPhoto.value = await decodedPhoto(file, file.name);
    startSquare.value = undefined;
    startMask.value = undefined;
    startSince.value = results.value[0]?.url;
    startStep.value = 'crop';
  } catch (error) {
    sayError(error);
  }
}

/** Whether the browser lets the page read the clipboard: it came over HTTPS, or from this computer. */
export function canPaste(): boolean {
  const { clipboard } = navigator as { readonly clipboard?: Partial<Clipboard> };
  return clipboard?.read !== undefined;
}

/** Takes the picture that is in the clipboard; where none can be read, it says what is taken. */
export async function pasteStartPhoto(): Promise<void> {
  const items = await navigator.clipboard.read().catch(() => []);
  for (const item of items) {
    const type = item.types.find((each) => each.startsWith('image/'));
    if (type === undefined) continue;
    const blob = await item.getType(type);
    await takeStartPhoto(new File([blob], `pasted.${type.slice('image/'.length)}`, { type }));
    return;
  }
  say(text.nothingToPaste, { kind: 'error' });
}

/** Takes an example with its mask and goes on to the prompt. */
export async function takeExample({ photo, mask }: { photo: string; mask: string }): Promise<void> {
  await ensureGraph();
  dispatch({
    kind: 'batch',
    commands: [...setting(roles.value.photo, photo), ...setting(roles.value.mask, mask), ...redChannel()],
  });
  startPhoto.value = undefined;
  startSince.value = results.value[0]?.url;
  startStep.value = 'prompt';
}

/** Keeps the square of the photo and goes on to the mask, which begins anew on another square. */
export function takeSquare(square: Square): void {
  if (!isSameSquare(startSquare.value, square)) startMask.value = undefined;
  startSquare.value = square;
  startStep.value = 'mask';
}

/**
 * Stores the photo, its square and its mask, and uses the latter two in one step of the document; without a mask the whole
 * square is the subject.
 */
export async function takeMask(mask: Mask | undefined): Promise<void> {
  const [photo, square] = [startPhoto.value, startSquare.value];
  if (!photo || !square) return;
  try {
    const of = await storePhoto(photo.file, photo.name);
    const cut = await storeCrop(roles.value.photo, { photo, of, square });
    const value = await (mask ? storedMask(mask) : storedWholeMask(square.side));
    dispatch({ kind: 'batch', commands: [...cut, ...setting(roles.value.mask, value), ...redChannel()] });
    startStep.value = 'prompt';
  } catch (error) {
    sayError(error);
  }
}

/** Stores a mask as a picture of its own, as large as its photo; answers the value that names it. */
export async function storedMask(mask: Mask, size?: PictureSize): Promise<string> {
  const png = await maskPng(mask, size);
  return storePicture(png, `${await nameOfBytes(png)}.png`, 'masks');
}

/** Stores a mask in which all of a cut square is the subject; answers the value that names it. */
export function storedWholeMask(side: number): Promise<string> {
  const most = Math.min(MOST_SIDE, side);
  return storedMask(wholeMask(most, most));
}

/** Changes λ by a step within its limits, or draws a new seed, and runs. */
export async function runAgain(change: { readonly lambda?: number; readonly seed?: boolean }): Promise<void> {
  const { lambda, seed } = roles.value;
  const now = valueAt(lambda);
  const next = Math.max(
    0,
    Math.min(1.5, Number(((typeof now === 'number' ? now : 0.6) + (change.lambda ?? 0)).toFixed(2))),
  );
  const control: Command[] = seed
    ? [
        {
          kind: 'setControl',
          node: seed.node,
          name: seed.field,
          control: change.seed ? 'randomize' : 'fixed',
        },
      ]
    : [];
  dispatch({
    kind: 'batch',
    commands: [...control, ...(change.lambda === undefined ? [] : setting(lambda, next))],
  });
  await startRun();
}

/** A mask of the editor is white on black in every colour. */
function redChannel(): Command[] {
  const { mask } = roles.value;
  const type = types.value.get(doc.value.nodes.get(mask?.node ?? '')?.type ?? '');
  const channel = type?.fields.find(({ choices }) => choices.includes('red'));
  return mask && channel ? setting({ node: mask.node, field: channel.name }, 'red') : [];
}

/** Waits for the first graph; one without a photo and a prompt gives way to the one that ships. */
async function ensureGraph(): Promise<void> {
  await whenReady();
  const entry = workflows.value.find(({ name }) => name === 'generate');
  if (entry && !(roles.value.photo && roles.value.prompt)) await openWorkflow(entry);
}

function isSameSquare(a: Square | undefined, b: Square): boolean {
  return a?.x === b.x && a.y === b.y && a.side === b.side;
}
