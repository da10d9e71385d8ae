import type { GraphView } from '../canvas/graph-view.ts';
import type { Pair } from '../model/document.ts';
import { nearestNode } from '../model/nearest-node.ts';
import { slotsOf } from '../model/node-type.ts';
import { dispatch, doc, select, selection, types } from '../state/editor.ts';

/** Selects the next node in a direction, or where none is selected the one nearest to the middle of the view. */
export function walk(view: GraphView, way: Pair): void {
  const from = doc.value.nodes.get([...selection.value].at(-1) ?? '')?.pos;
  const next = from ? nearestNode(doc.value, from, way) : inMiddle(view);
  if (next === undefined) return;
  select([next]);
  reveal(view, next);
}

/** Puts the focus into the first field of the selected node. */
export function enterNode(view: GraphView): void {
  const [only] = selection.value;
  if (only !== undefined) goTo(view, only);
}

/** Centres a node, selects it, and puts the focus into a field of it; for that a folded one is opened, and a hidden field shown. */
export function goTo(view: GraphView | undefined, node: string, input?: string): void {
  const { isCollapsed, showsAdvanced, type } = doc.value.nodes.get(node) ?? {};
  if (isCollapsed) dispatch({ kind: 'setView', node, isCollapsed: false });
  const field = types.value.get(type ?? '')?.fields.find(({ name }) => name === input);
  if (field?.isAdvanced && !showsAdvanced) dispatch({ kind: 'setView', node, showsAdvanced: true });
  select([node]);
  view?.fit([node]);
  requestAnimationFrame(() => view?.focusField(node, input));
}

/** Where the first output is that can be seen, on the page. */
export function dotInSight(view: GraphView | undefined): readonly [number, number] | undefined {
  const stage = document.getElementById('graph')?.getBoundingClientRect();
  for (const node of doc.value.nodes.values()) {
    const [output] = slotsOf(node, types.value.get(node.type), new Set()).outputs;
    const at = output && view?.slotOf(node.id, 'output', output.name);
    if (at && stage && isWithin(stage, at)) return at;
  }
  return undefined;
}

/** Puts the focus into the last toast. */
export function focusToast(): void {
  [...document.querySelectorAll<HTMLElement>('.toast')].at(-1)?.querySelector('button')?.focus();
}

function inMiddle(view: GraphView): string | undefined {
  const [x, y] = view.middle;
  const away = ({ pos }: { readonly pos: Pair }) => Math.hypot(pos[0] - x, pos[1] - y);
  return [...doc.value.nodes.values()].sort((a, b) => away(a) - away(b))[0]?.id;
}

/** Moves the view until the middle of a node is in it. */
function reveal(view: GraphView, id: string): void {
  const box = view.rectOf(id);
  const stage = document.getElementById('graph')?.getBoundingClientRect();
  if (!box || !stage) return;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  if (isWithin(stage, [x, y])) return;
  view.pan(stage.left + stage.width / 2 - x, stage.top + stage.height / 2 - y);
}

function isWithin({ left, right, top, bottom }: DOMRect, [x, y]: Pair): boolean {
  return x > left && x < right && y > top && y < bottom;
}
