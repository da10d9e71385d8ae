import type { GraphView } from '../canvas/graph-view.ts';
import { words } from '../messages/en/words.ts';
import { emptyDocument, type GraphLink } from '../model/document.ts';
import { readGraphText } from '../model/graph-text.ts';
import { isJsonObject, stringifyJson, type Json } from '../model/json.ts';
import { openDocument } from '../model/open-document.ts';
import { savedDocument } from '../model/save-document.ts';
import { copied, linksFromOutside, paste, removeSelected } from '../state/editing.ts';
import { doc, selection, types } from '../state/editor.ts';
import { say, sayError } from '../state/toasts.ts';
import { take } from './drop.ts';
import { isTyping } from './keys.ts';

const NODES = 'application/x-elite-nodes+json';

/** Where copied nodes keep the links that they had from others, and the id of their graph. */
const OUTSIDE = 'elite_outside';

/**
 * Copies, cuts and pastes nodes, also between tabs; where text is selected or typed the browser does it. With Shift the
 * copies get the links that the nodes had from others of the same graph.
 */
export function watchClipboard(view: GraphView): () => void {
  const abort = new AbortController();
  const { signal } = abort;
  document.addEventListener('copy', (event) => onCopy(event), { signal });
  document.addEventListener('cut', (event) => (onCopy(event) ? removeSelected() : undefined), { signal });
  let isShifted = false;
  const onKey = ({ key, shiftKey }: KeyboardEvent) => {
    if (key.toLowerCase() === 'v') isShifted = shiftKey;
  };
  window.addEventListener('keydown', onKey, { signal, capture: true });
  document.addEventListener('paste', (event) => onPaste(event, view, isShifted), { signal });
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
    carry: {
      [OUTSIDE]: { of: doc.value.id, links: linksFromOutside().map(({ from, to }) => ({ from, to })) },
    },
  };
  const text = stringifyJson(savedDocument(part, types.value));
  event.clipboardData.setData(NODES, text);
  event.clipboardData.setData('text/plain', text);
  event.preventDefault();
  return true;
}

/** Our nodes go before pictures, pictures before a text that is a graph; of another text is said what is taken. */
function onPaste(event: ClipboardEvent, view: GraphView, isShifted: boolean): void {
  if (isTyping(event.target) || !event.clipboardData) return;
  const files = [...event.clipboardData.files];
  const nodes = event.clipboardData.getData(NODES);
  const text = nodes || event.clipboardData.getData('text/plain');
  if (nodes === '' && files.length > 0) {
    event.preventDefault();
    void take(files, view.middle, undefined);
    return;
  }
  if (text === '') return;
  event.preventDefault();
  if (!text.trimStart().startsWith('{')) {
    say(words.drop.accepted);
    return;
  }
  try {
    const part = openDocument(readGraphText(text, words.files.clipboard), types.value, { id: '', title: '' });
    const outside = isShifted ? outsideLinks(part.carry[OUTSIDE]) : [];
    paste({ nodes: [...part.nodes.values()], links: [...part.links, ...outside] });
  } catch (error) {
    sayError(error);
  }
}

/** Links of copied nodes from nodes of the open graph; those of another graph would join what is not meant. */
function outsideLinks(kept: Json | undefined): GraphLink[] {
  if (!isJsonObject(kept) || kept['of'] !== doc.value.id || !Array.isArray(kept['links'])) return [];
  return kept['links'].filter(isJsonObject).flatMap(({ from, to }) => {
    if (!isJsonObject(from) || !isJsonObject(to)) return [];
    const [node, slot, target, input] = [from['node'], from['slot'], to['node'], to['input']];
    if (typeof node !== 'string' || typeof slot !== 'number') return [];
    if (typeof target !== 'string' || typeof input !== 'string') return [];
    return [{ id: '', from: { node, slot }, to: { node: target, input } }];
  });
}
