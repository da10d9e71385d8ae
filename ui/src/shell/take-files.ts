import { words } from '../messages/en/words.ts';
import { graphTexts, isPictureBytes } from '../model/picture-text.ts';
import { MAX_ROWS } from '../model/sweep.ts';
import { photoInto } from '../model/mask-reader.ts';
import { part, question, retouching } from '../state/dialogs.ts';
import { doc, types } from '../state/editor.ts';
import { isConceptFile, takeConcepts } from '../state/concepts.ts';
import { keepsConcepts } from '../state/placing-concepts.ts';
import { openBytes } from '../state/files.ts';
import { addPhoto, isHeic, isPicture, photoInput, setPhoto } from '../state/photos.ts';
import { dismissStart, roles, startStep, valueAt } from '../state/start.ts';
import { say, sayError } from '../state/toasts.ts';

const text = words.drop;
const MAX_FILES = 16;

/**
 * Takes files: a graph is opened, a photo goes to the first card, to the node under it, to the one that feeds it or into a new one, several become one
 * node each, or the rows of a grid; a picture that carries a graph is asked about.
 */
export async function takeFiles(
  files: readonly File[],
  at: readonly [number, number],
  node: string | undefined,
): Promise<void> {
  const [file] = files;
  const concepts = keepsConcepts(types.value) ? files.filter(isConceptFile) : [];
  if (file === undefined) say(text.accepted);
  else if (concepts.length > 0) {
    await takeConcepts(concepts);
    const others = files.filter((each) => !concepts.includes(each));
    if (others.length > 0) await takeFiles(others, at, node);
  } else if (files.length > 1) takeSeveral(files, at);
  else if (/^image\/(png|jpeg|webp)$/.test(file.type) || /\.(json|png|jpe?g|webp)$/i.test(file.name))
    await takeGraphOrPhoto(file, at, node);
  else if (isPicture(file)) await takePhoto(file, at, node);
  else if (await isHeic(file)) say(words.photo.heic(file.name), { kind: 'error' });
  else say(text.refused(file.name, file.type), { kind: 'error' });
}

function takeSeveral(files: readonly File[], at: readonly [number, number]): void {
  const pictures = files.filter(isPicture).slice(0, MAX_FILES);
  if (pictures.length === 0) {
    say(text.accepted, { kind: 'error' });
    return;
  }
  const addAll = async () => {
    for (const [index, picture] of pictures.entries())
      await addPhoto(picture, [at[0] + index * 36, at[1] + index * 36]);
  };
  const rows = pictures.slice(0, MAX_ROWS);
  const sweepThem = async () => {
    part.value = 'sweep';
    await (await import('../state/sweep-photos.ts')).addSweepPhotos(rows);
  };
  const { photo, lambda } = roles.value;
  question.value = {
    text:
      pictures.length === files.length
        ? text.several(files.length)
        : text.severalOf(pictures.length, files.length),
    choices: [
      ...(photo && lambda
        ? [
            {
              label: text.asRows(rows.length, pictures.length),
              run: () => void sweepThem().catch(sayError),
            },
          ]
        : []),
      { label: text.add, isMain: true, run: () => void addAll() },
    ],
  };
}

async function takeGraphOrPhoto(
  file: File,
  at: readonly [number, number],
  node: string | undefined,
): Promise<void> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (!isPictureBytes(bytes)) {
    if (await isHeic(file)) say(words.photo.heic(file.name), { kind: 'error' });
    else await openBytes(bytes, file.name);
    return;
  }
  if (graphTexts(bytes).length === 0) {
    await takePhoto(file, at, node);
    return;
  }
  question.value = {
    text: text.hasGraph(file.name),
    choices: [
      { label: text.asPhoto, run: () => void takePhoto(file, at, node) },
      {
        label: text.asGraph,
        isMain: true,
        run: () => {
          if (startStep.value) dismissStart();
          void openBytes(bytes, file.name);
        },
      },
    ],
  };
}

async function takePhoto(file: File, at: readonly [number, number], node: string | undefined): Promise<void> {
  const input = node === undefined ? undefined : photoInput(node);
  const fed = node === undefined ? undefined : photoInto(doc.value, types.value, node);
  const before = valueAt(fed);
  if (startStep.value) await (await import('../state/start-steps.ts')).takeStartPhoto(file);
  else if (node !== undefined && input !== undefined) await setPhoto(node, input, file);
  else if (node !== undefined && fed) {
    await setPhoto(fed.node, fed.field, file);
    if (valueAt(fed) !== before) retouching.value = { kind: 'crop', place: fed };
  } else await addPhoto(file, at);
}
