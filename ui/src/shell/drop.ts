import type { GraphView } from '../canvas/graph-view.ts';
import { words } from '../messages/en/words.ts';
import { CONCEPT_DATA, NODE_TYPE_DATA } from '../panels/drag-data.ts';
import { photoInto } from '../model/mask-reader.ts';
import { doc, types } from '../state/editor.ts';
import { addConcept, conceptPlace, setConcept } from '../state/placing-concepts.ts';
import { addNode } from '../state/editing.ts';
import { isMaskNode, photoInput } from '../state/photos.ts';
import { startStep } from '../state/start.ts';
import { sayError } from '../state/toasts.ts';
import { isTyping } from './keys.ts';
import type { takeFiles } from './take-files.ts';

const text = words.drop;

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
      hint('');
      if (isForTextBox(event)) return;
      event.preventDefault();
      onDrop(event, view);
    },
    { signal },
  );
  return () => {
    abort.abort();
  };
}

/** A text goes into a text box as the browser does it. */
function isForTextBox({ target, dataTransfer }: DragEvent): boolean {
  const items = [...(dataTransfer?.items ?? [])];
  const takesText = isTyping(target) && !(target instanceof HTMLSelectElement);
  return takesText && items.length > 0 && items.every(({ kind }) => kind === 'string');
}

function onDragOver(event: DragEvent, view: GraphView): void {
  if (isForTextBox(event)) {
    hint('');
    return;
  }
  event.preventDefault();
  const kinds = event.dataTransfer?.types ?? [];
  if (kinds.includes(NODE_TYPE_DATA)) return;
  const node = view.nodeAt(event.clientX, event.clientY);
  if (kinds.includes(CONCEPT_DATA)) {
    hint(node && conceptPlace(node.id) ? text.onConceptNode : '');
    return;
  }
  if (startStep.value) hint(text.onCard);
  else if (node && photoInto(doc.value, types.value, node.id)) hint(text.onReader);
  else if (!node || photoInput(node.id) === undefined) hint(text.accepted);
  else hint(isMaskNode(node.id) ? text.onMaskNode : text.onPhotoNode);
}

function onDrop(event: DragEvent, view: GraphView): void {
  const at = view.pointAt(event.clientX, event.clientY);
  const type = types.value.get(event.dataTransfer?.getData(NODE_TYPE_DATA) ?? '');
  const files = [...(event.dataTransfer?.files ?? [])];
  const node = view.nodeAt(event.clientX, event.clientY)?.id;
  const concept = event.dataTransfer?.getData(CONCEPT_DATA) ?? '';
  const place = node === undefined ? undefined : conceptPlace(node);
  if (type) addNode(type, { at });
  else if (concept !== '' && place) setConcept(place, concept);
  else if (concept !== '') addConcept(concept, at);
  else void take(files, at, node);
}

/** Takes files that were dropped or pasted; the code for that is loaded then. */
export async function take(...given: Parameters<typeof takeFiles>): Promise<void> {
  await import('./take-files.ts').then((part) => part.takeFiles(...given)).catch(sayError);
}

function hint(shown: string): void {
  if (shown === '') delete document.body.dataset['drop'];
  else document.body.dataset['drop'] = shown;
}
