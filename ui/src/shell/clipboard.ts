import type { GraphView } from '../canvas/graph-view.ts';
import { words } from '../messages/en/words.ts';
import { emptyDocument } from '../model/document.ts';
import { readGraphText } from '../model/graph-text.ts';
import { stringifyJson } from '../model/json.ts';
import { openDocument } from '../model/open-document.ts';
import { savedDocument } from '../model/save-document.ts';
import { copied, paste, removeSelected } from '../state/editing.ts';
import { doc, selection, types } from '../state/editor.ts';
import { sayError } from '../state/toasts.ts';
import { take } from './drop.ts';
import { isTyping } from './keys.ts';

const NODES = 'application/x-elite-nodes+json';

/** Copies, cuts and pastes nodes, also between tabs; where text is selected or typed the browser does it. */
export function watchClipboard(view: GraphView): () => void {
  const abort = new AbortController();
  const { signal } = abort;
  document.addEventListener('copy', (event) => onCopy(event), { signal });
  document.addEventListener('cut', (event) => (onCopy(event) ? removeSelected() : undefined), { signal });
  document.addEventListener('paste', (event) => onPaste(event, view), { signal });
  return () => {
    abort.abort();
  };
}

function onCopy(event: ClipboardEvent): boolean {
  const isText = isTyping(event.target) || (getSelection()?.toString() ?? '') !== '';
  if (isText || selection.value.size === 0 || !event.clipboardData) return false;
  const { nodes, links } = copied();
  const part = {
    ...emptyDocument('clipboard', 'clipboard'),
    nodes: new Map(nodes.map((node) => [node.id, node])),
    links,
    last: doc.value.last,
  };
  const text = stringifyJson(savedDocument(part, types.value));
  event.clipboardData.setData(NODES, text);
  event.clipboardData.setData('text/plain', text);
  event.preventDefault();
  return true;
}

/** Our nodes go before pictures, pictures before a text that is a graph. */
function onPaste(event: ClipboardEvent, view: GraphView): void {
  if (isTyping(event.target) || !event.clipboardData) return;
  const files = [...event.clipboardData.files];
  const nodes = event.clipboardData.getData(NODES);
  const text = nodes || event.clipboardData.getData('text/plain');
  if (nodes === '' && files.length > 0) {
    event.preventDefault();
    void take(files, view.middle, undefined);
    return;
  }
  if (!text.trimStart().startsWith('{')) return;
  event.preventDefault();
  try {
    const part = openDocument(readGraphText(text, words.files.clipboard), types.value, { id: '', title: '' });
    paste({ nodes: [...part.nodes.values()], links: part.links });
  } catch (error) {
    sayError(error);
  }
}
