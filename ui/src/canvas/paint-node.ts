import { METRICS } from '../model/node-layout.ts';
import type { SlotType } from '../model/node-type.ts';
import { typeColor, type CanvasTheme } from './canvas-theme.ts';
import type { EditorNode } from './editor-node.ts';
import { fittedText } from './paint-text.ts';
import type { Paper } from './paper.ts';

/** What of the editor's state a node shows. */
export interface NodePaint {
  readonly title: string;
  readonly isKnown: boolean;
  readonly isSelected: boolean;
  readonly isHovered: boolean;
  readonly run: 'none' | 'waiting' | 'running' | 'done' | 'cached' | 'failed';
  /** 0 … 1 while the node counts its steps. */
  readonly progress: number;
  /** Right of the title: step n of N, seconds, cached. */
  readonly badge: string;
  readonly hasProblem: boolean;
  /** Whether a slot could take the link that is being dragged; undefined without one. */
  readonly takes: ((side: 'input' | 'output', slot: SlotType) => boolean) | undefined;
  readonly zoom: number;
}

const RADIUS = 10;
const BADGE_ROOM = 92;
/** From farther away slots have no labels. */
const LEAST_LABEL_ZOOM = 0.35;
/** A pin about the origin, 12 pixels high. */
const PIN = new Path2D('M-3-6h6l-1 4.5 3 3H-5l3-3zM0 1.5V6');

/** Draws a node about the origin, which is the lower left corner of its title. */
export function paintNode(ctx: Paper, node: EditorNode, paint: NodePaint, theme: CanvasTheme): void {
  const [width, height] = [node.size[0], node.flags.collapsed ? 0 : node.size[1]];
  ctx.save();
  ctx.globalAlpha = node.node.state === 'on' ? 1 : 0.5;
  paintShape(ctx, width, height, paint, theme);
  if (paint.zoom > 0.25) paintTitle(ctx, node, width, paint, theme);
  if (paint.run === 'running') paintProgress(ctx, width, paint.progress, theme);
  paintSlots(ctx, node, width, paint, theme);
  if (!node.flags.collapsed && !node.node.isPinned) paintGrip(ctx, width, height, paint, theme);
  ctx.restore();
}

function paintShape(ctx: Paper, width: number, height: number, paint: NodePaint, theme: CanvasTheme): void {
  const [top, whole] = [-METRICS.title, METRICS.title + height];
  ctx.save();
  if (paint.zoom > 0.4) {
    ctx.shadowColor = theme.shadow;
    ctx.shadowBlur = 14 * paint.zoom;
    ctx.shadowOffsetY = 4 * paint.zoom;
  }
  ctx.fillStyle = theme.node;
  ctx.beginPath();
  ctx.roundRect(0, top, width, whole, RADIUS);
  ctx.fill();
  ctx.restore();
  ctx.fillStyle = theme.nodeTitle;
  ctx.beginPath();
  ctx.roundRect(0, top, width, METRICS.title, height > 0 ? [RADIUS, RADIUS, 0, 0] : RADIUS);
  ctx.fill();
  const edge = edgeColor(paint, theme);
  ctx.strokeStyle = edge ?? theme.nodeEdge;
  ctx.lineWidth = edge ? 2 : 1;
  if (!paint.isKnown) ctx.setLineDash([6, 4]);
  ctx.beginPath();
  const inset = edge ? -1 : 0.5;
  ctx.roundRect(inset, top + inset, width - 2 * inset, whole - 2 * inset, RADIUS - inset);
  ctx.stroke();
  ctx.setLineDash([]);
}

function edgeColor(
  { isSelected, run, hasProblem, isKnown }: NodePaint,
  theme: CanvasTheme,
): string | undefined {
  if (run === 'running') return theme.running;
  if (run === 'failed' || hasProblem || !isKnown) return theme.failed;
  return isSelected ? theme.accent : undefined;
}

function paintTitle(ctx: Paper, node: EditorNode, width: number, paint: NodePaint, theme: CanvasTheme): void {
  const middle = -METRICS.title / 2;
  paintChevron(ctx, 17, middle, node.flags.collapsed === true, theme);
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'right';
  ctx.font = `500 11px ${theme.font}`;
  ctx.fillStyle =
    paint.run === 'failed' ? theme.failed : paint.run === 'running' ? theme.running : theme.faint;
  const badge = fittedText(ctx, stateWord(node) ?? paint.badge, BADGE_ROOM);
  ctx.fillText(badge, width - 12, middle + 0.5);
  let room = badge === '' ? 0 : ctx.measureText(badge).width + 12;
  if (node.node.isPinned) paintPin(ctx, width - 18 - room, middle, theme);
  if (node.node.isPinned) room += 18;
  ctx.textAlign = 'left';
  ctx.font = `600 13px ${theme.font}`;
  ctx.fillStyle = theme.text;
  ctx.fillText(fittedText(ctx, paint.title, width - 42 - room), 30, middle + 0.5);
}

function paintPin(ctx: Paper, x: number, y: number, theme: CanvasTheme): void {
  ctx.save();
  ctx.translate(x, y);
  ctx.strokeStyle = theme.faint;
  ctx.lineWidth = 1.4;
  ctx.lineJoin = 'round';
  ctx.stroke(PIN);
  ctx.restore();
}

function stateWord(node: EditorNode): string | undefined {
  if (node.node.state === 'off') return 'off';
  return node.node.state === 'bypass' ? 'bypassed' : undefined;
}

function paintChevron(ctx: Paper, x: number, y: number, isCollapsed: boolean, theme: CanvasTheme): void {
  ctx.save();
  ctx.translate(x, y);
  if (isCollapsed) ctx.rotate(-Math.PI / 2);
  ctx.strokeStyle = theme.faint;
  ctx.lineWidth = 1.6;
  ctx.lineCap = 'round';
  ctx.lineJoin = 'round';
  ctx.beginPath();
  ctx.moveTo(-4, -2);
  ctx.lineTo(0, 2);
  ctx.lineTo(4, -2);
  ctx.stroke();
  ctx.restore();
}

function paintProgress(ctx: Paper, width: number, progress: number, theme: CanvasTheme): void {
  ctx.fillStyle = theme.running;
  ctx.globalAlpha *= 0.22;
  ctx.fillRect(1, -3, width - 2, 3);
  ctx.globalAlpha /= 0.22;
  ctx.fillRect(1, -3, (width - 2) * Math.min(1, progress), 3);
}

function paintSlots(ctx: Paper, node: EditorNode, width: number, paint: NodePaint, theme: CanvasTheme): void {
  if (paint.zoom <= LEAST_LABEL_ZOOM) {
    paintFarSlots(ctx, node, paint, theme);
    return;
  }
  const { inputs, outputs } = node.layout;
  ctx.font = `400 12px ${theme.font}`;
  ctx.textBaseline = 'middle';
  for (const [side, slots] of [
    ['input', inputs],
    ['output', outputs],
  ] as const) {
    slots.forEach((slot, index) => {
      const [x, y] = node.getConnectionPos(side === 'input', index);
      const place = { x: x - node.pos[0], y: y - node.pos[1] };
      const isLinked =
        side === 'input' ? node.inputs[index]?.link != null : (node.outputs[index]?.links?.length ?? 0) > 0;
      const isTaking = paint.takes?.(side, slot);
      ctx.save();
      if (isTaking === false) ctx.globalAlpha *= 0.25;
      paintDot(
        ctx,
        place,
        { color: typeColor(slot.type, theme.isDark), isLinked, isTaking: isTaking === true },
        theme,
      );
      if (!node.flags.collapsed) {
        const other = (side === 'input' ? outputs : inputs)[index];
        const room = roomFor(ctx, slot.label, other?.label ?? '', width - 40);
        ctx.fillStyle = theme.text;
        ctx.globalAlpha *= slot.isOptional && side === 'input' && !isLinked ? 0.62 : 0.92;
        ctx.textAlign = side === 'input' ? 'left' : 'right';
        ctx.fillText(fittedText(ctx, slot.label, room), side === 'input' ? 14 : width - 14, place.y + 0.5);
      }
      ctx.restore();
    });
  }
}

/** From afar a slot is a spot of its colour. */
function paintFarSlots(ctx: Paper, node: EditorNode, { takes }: NodePaint, theme: CanvasTheme): void {
  const alpha = ctx.globalAlpha;
  for (const side of ['input', 'output'] as const)
    node.layout[side === 'input' ? 'inputs' : 'outputs'].forEach((slot, index) => {
      const [x, y] = node.getConnectionPos(side === 'input', index);
      const isTaking = takes?.(side, slot);
      const size = isTaking === true ? 18 : 10;
      ctx.globalAlpha = isTaking === false ? alpha * 0.25 : alpha;
      ctx.fillStyle = typeColor(slot.type, theme.isDark);
      ctx.fillRect(x - node.pos[0] - size / 2, y - node.pos[1] - size / 2, size, size);
    });
  ctx.globalAlpha = alpha;
}

/** Two labels of one row share its width: as each needs, or by their needs where both do not fit. */
function roomFor(ctx: Paper, label: string, other: string, width: number): number {
  const [own, others] = [ctx.measureText(label).width, ctx.measureText(other).width];
  return own + others <= width ? own + 1 : (width * own) / (own + others);
}

function paintDot(
  ctx: Paper,
  { x, y }: { x: number; y: number },
  { color, isLinked, isTaking }: { color: string; isLinked: boolean; isTaking: boolean },
  theme: CanvasTheme,
): void {
  ctx.beginPath();
  ctx.arc(x, y, isTaking ? 7 : 5, 0, Math.PI * 2);
  ctx.fillStyle = isLinked || isTaking ? color : theme.node;
  ctx.fill();
  ctx.lineWidth = 2;
  ctx.strokeStyle = color;
  ctx.stroke();
  if (!isTaking) return;
  ctx.save();
  ctx.globalAlpha *= 0.35;
  ctx.lineWidth = 5;
  ctx.stroke();
  ctx.restore();
}

function paintGrip(
  ctx: Paper,
  width: number,
  height: number,
  { isHovered, zoom }: NodePaint,
  theme: CanvasTheme,
): void {
  if (!isHovered || zoom < 0.4) return;
  ctx.strokeStyle = theme.faint;
  ctx.lineWidth = 1.5;
  ctx.lineCap = 'round';
  for (const inset of [4, 8]) {
    ctx.beginPath();
    ctx.moveTo(width - inset - 4, height - 4);
    ctx.lineTo(width - 4, height - inset - 4);
    ctx.stroke();
  }
}
