import type { GraphView } from '../canvas/graph-view.ts';
import { NODE_TYPE_DATA } from '../panels/library.tsx';
import { question } from '../state/dialogs.ts';
import { types } from '../state/editor.ts';
import { addNode } from '../state/editing.ts';
import { openBytes } from '../state/files.ts';
import { addPhoto, isPicture, photoInput, setPhoto } from '../state/photos.ts';
import { startStep } from '../state/start.ts';
import { say } from '../state/toasts.ts';

const ACCEPTED = 'Drop a workflow (JSON), a picture with a workflow inside, or a photo';
const MAX_FILES = 16;

/** Takes files and node types that are dropped anywhere on the page. */
export function watchDrops(view: GraphView): () => void {
  const abort = new AbortController();
  const { signal } = abort;
  window.addEventListener('dragover', (event) => onDragOver(event, view), { signal });
  window.addEventListener('dragleave', (event) => (event.relatedTarget === null ? hint('') : undefined), {
    signal,
  });
  window.addEventListener(
    'drop',
    (event) => {
      event.preventDefault();
      hint('');
      onDrop(event, view);
    },
    { signal },
  );
  return () => {
    abort.abort();
  };
}

function onDragOver(event: DragEvent, view: GraphView): void {
  event.preventDefault();
  const kinds = event.dataTransfer?.types ?? [];
  if (kinds.includes(NODE_TYPE_DATA)) return;
  const node = view.nodeAt(event.clientX, event.clientY);
  const isPhotoNode = node !== undefined && photoInput(node.id) !== undefined;
  hint(isPhotoNode ? 'Drop to use as the photo of this node' : ACCEPTED);
}

function onDrop(event: DragEvent, view: GraphView): void {
  const at = view.pointAt(event.clientX, event.clientY);
  const type = types.value.get(event.dataTransfer?.getData(NODE_TYPE_DATA) ?? '');
  const files = [...(event.dataTransfer?.files ?? [])];
  const node = view.nodeAt(event.clientX, event.clientY)?.id;
  if (type) addNode(type, { at });
  else void takeFiles(files, at, node);
}

/**
 * Takes files: a graph is opened, a photo goes to the node under it or into a new one, several become one node each;
 * a picture that carries a graph is asked about.
 */
export async function takeFiles(
  files: readonly File[],
  at: readonly [number, number],
  node: string | undefined,
): Promise<void> {
  const [file] = files;
  if (file === undefined) say(ACCEPTED);
  else if (startStep.value && files.length === 1 && isPicture(file))
    await (await import('../state/start-steps.ts')).takeStartPhoto(file);
  else if (files.length > 1) takeSeveral(files, at);
  else if (/^image\/(png|jpeg|webp)$/.test(file.type) || /\.(json|png|jpe?g|webp)$/i.test(file.name))
    await takeGraphOrPhoto(file, at, node);
  else if (isPicture(file)) await takePhoto(file, at, node);
  else
    say(`${file.name}: expected a workflow (JSON) or a picture, got ${file.type || 'another file'}`, {
      kind: 'error',
    });
}

function takeSeveral(files: readonly File[], at: readonly [number, number]): void {
  const pictures = files.filter(isPicture).slice(0, MAX_FILES);
  if (pictures.length === 0) {
    say(ACCEPTED, { kind: 'error' });
    return;
  }
  const addAll = async () => {
    for (const [index, picture] of pictures.entries())
      await addPhoto(picture, [at[0] + index * 36, at[1] + index * 36]);
  };
  question.value = {
    text: `Add ${pictures.length} pictures, one node each?`,
    choices: [{ label: 'Add', isMain: true, run: () => void addAll() }],
  };
}

async function takeGraphOrPhoto(
  file: File,
  at: readonly [number, number],
  node: string | undefined,
): Promise<void> {
  const { graphTexts, isPictureBytes } = await import('../model/picture-text.ts');
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (!isPictureBytes(bytes)) {
    await openBytes(bytes, file.name);
    return;
  }
  if (graphTexts(bytes).length === 0) {
    await takePhoto(file, at, node);
    return;
  }
  question.value = {
    text: `${file.name} carries a graph.`,
    choices: [
      { label: 'Use as photo', run: () => void takePhoto(file, at, node) },
      { label: 'Open the graph', isMain: true, run: () => void openBytes(bytes, file.name) },
    ],
  };
}

async function takePhoto(file: File, at: readonly [number, number], node: string | undefined): Promise<void> {
  const input = node === undefined ? undefined : photoInput(node);
  if (node !== undefined && input !== undefined) await setPhoto(node, input, file);
  else await addPhoto(file, at);
}

function hint(text: string): void {
  if (text === '') delete document.body.dataset['drop'];
  else document.body.dataset['drop'] = text;
}
