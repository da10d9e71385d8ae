import { render } from 'preact';
import type { GraphView } from '../canvas/graph-view.ts';
import type { View } from '../input/view.ts';
import { stringifyJson } from '../model/json.ts';
import { savedDocument } from '../model/save-document.ts';
import { dispatch, doc, redo, selection, types, undo } from '../state/editor.ts';
import type { Command } from '../model/command.ts';
import { queueLength, run } from '../state/run.ts';
import { isReady } from '../state/ready.ts';
import { soonNeeded } from './boot.ts';

/** What a page opened with `?e2e=1` offers to tests: places by ids, and the document. */
export interface TestWindow {
  rect(node: string): { x: number; y: number; width: number; height: number } | undefined;
  slot(node: string, side: 'input' | 'output', name: string): [number, number] | undefined;
  /** The document as it would be saved. */
  doc(): string;
  view(): View;
  /** Resolves when the page is ready and has drawn. */
  idle(): Promise<void>;
  isRunning(): boolean;
  queue(): number;
  /** Does what a gesture would. */
  dispatch(command: Command): void;
  selected(): string[];
  /** Takes the editor off the page. */
  destroy(): void;
  undo(): void;
  redo(): void;
}

/** Offers the page to tests when its address asks for it. */
export function offerToTests(view: GraphView): () => void {
  if (new URLSearchParams(location.search).get('e2e') !== '1') return () => undefined;
  const offered: TestWindow = {
    rect: (node) => view.rectOf(node)?.toJSON() as ReturnType<TestWindow['rect']>,
    slot: (node, side, name) => view.slotOf(node, side, name),
    doc: () => stringifyJson(savedDocument(doc.value, types.value)),
    view: () => view.view,
    idle: async () => {
      while (!isReady.value) await nextFrame();
      await soonNeeded();
      for (let frame = 0; frame < 3 || !view.isSettled; frame += 1) await nextFrame();
    },
    isRunning: () => run.value !== undefined,
    queue: () => queueLength.value,
    dispatch: (command) => dispatch(command),
    selected: () => [...selection.value],
    destroy: () => render(null, document.getElementById('app') ?? document.body),
    undo,
    redo,
  };
  Object.defineProperty(window, '__elite', { value: offered, configurable: true });
  return () => {
    Reflect.deleteProperty(window, '__elite');
  };
}

function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => resolve());
  });
}
