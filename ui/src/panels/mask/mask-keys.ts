import type { BrushCursor } from '../../mask/brush-cursor.ts';
import { invert } from '../../mask/mask.ts';
import type { PainterPointer } from '../../mask/painter-pointer.ts';
import type { Painter } from '../../mask/painter.ts';

/** What the keys of the mask painter act on. */
export interface SurfaceTools {
  readonly painter: Painter;
  readonly pointer: PainterPointer;
  readonly brush: BrushCursor;
}

const ZOOM = 1.25;
const MODIFIER = /^(Shift|Control|Alt|Meta)$/;

/** What a key alone does. */
const PLAIN: Readonly<Record<string, (tools: SurfaceTools) => void>> = {
  b: ({ painter }) => (painter.isErasing = false),
  e: ({ painter }) => (painter.isErasing = true),
  x: ({ painter }) => (painter.isErasing = !painter.isErasing),
  '[': ({ painter }) => painter.resize(-1),
  ']': ({ painter }) => painter.resize(1),
  l: ({ painter }) => (painter.fillsOutlines = !painter.fillsOutlines),
  i: ({ painter }) => painter.change(invert),
  f: ({ painter }) => painter.soften(),
  delete: ({ painter }) => painter.change((mask) => mask.alpha.fill(0)),
  '+': ({ pointer, brush }) => pointer.zoom(ZOOM, brush.at),
  '-': ({ pointer, brush }) => pointer.zoom(1 / ZOOM, brush.at),
  '0': ({ pointer }) => pointer.fit(),
};

/** Takes a key of the mask painter, unless a slider has it; answers whether it did something. */
export function onMaskKey(event: KeyboardEvent, tools: SurfaceTools): boolean {
  if (event.target instanceof HTMLInputElement || MODIFIER.test(event.key)) return false;
  if (!isTaken(event, tools)) {
    tools.brush.lift();
    return false;
  }
  event.preventDefault();
  event.stopPropagation();
  return true;
}

function isTaken(event: KeyboardEvent, tools: SurfaceTools): boolean {
  const { painter, pointer, brush } = tools;
  const isMod = event.ctrlKey || event.metaKey;
  const isOnSheet = !(event.target instanceof HTMLButtonElement);
  if (isOnSheet && !isMod && !event.altKey && brush.press(event.key, event.shiftKey, event.repeat)) {
    pointer.reveal(brush.at);
    return true;
  }
  const key = event.key.toLowerCase();
  const act = isMod || event.altKey ? undefined : PLAIN[key];
  if (act === undefined && !(isMod && key === 'z') && !(key === ' ' && isOnSheet)) return false;
  brush.lift();
  if (act) act(tools);
  else if (key === ' ') pointer.isPanning = true;
  else if (event.shiftKey) painter.redo();
  else painter.undo();
  return true;
}
