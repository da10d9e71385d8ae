import assert from 'node:assert/strict';
import type { CanvasTheme } from '../../../ui/src/canvas/canvas-theme.ts';
import type { EditorNode } from '../../../ui/src/canvas/editor-node.ts';
import type { NodePaint } from '../../../ui/src/canvas/paint-node.ts';
import type { Paper } from '../../../ui/src/canvas/paper.ts';
import type { SlotType } from '../../../ui/src/model/node-type.ts';

const slot = (name: string, type: string): SlotType => ({
  ...{ name, label: name, type, isOptional: false, tooltip: '' },
});

/** A node with an input of each of two types, and an output. */
const node = {
  size: [200, 80],
  pos: [0, 0],
  flags: {},
  node: { state: 'on', isPinned: true },
  layout: { inputs: [slot('picture', 'IMAGE'), slot('vae', 'VAE')], outputs: [slot('out', 'LATENT')] },
  inputs: [],
  outputs: [],
  getConnectionPos: (isInput: boolean, index: number) => [isInput ? 0 : 200, 20 + 20 * index],
} as unknown as EditorNode;

const paint: Omit<NodePaint, 'takes' | 'zoom'> = {
  ...{ title: 'a node', isKnown: true, isSelected: false, isHovered: false, run: 'none', progress: 0 },
  ...{ badge: '', hasProblem: false },
};

/** How strongly each slot is drawn, by its place. */
async function slotAlphas(zoom: number, takes: NodePaint['takes']): Promise<Record<string, number>> {
  const seen: Record<string, number> = {};
  const stack: number[] = [];
  const context = {
    globalAlpha: 1,
    save: () => stack.push(context.globalAlpha),
    restore: () => (context.globalAlpha = stack.pop() ?? 1),
    measureText: (text: string) => ({ width: text.length * 6 }),
    arc: (x: number, y: number) => (seen[`${x} ${y}`] = context.globalAlpha),
    fillRect: (x: number, y: number, width: number, height: number) => {
      if (width === height) seen[`${x + width / 2} ${y + height / 2}`] = context.globalAlpha;
    },
  };
  const paper = new Proxy(context, {
    get: (target, key) => (key in target ? target[key as keyof typeof target] : () => undefined),
  });
  const { paintNode } = await import('../../../ui/src/canvas/paint-node.ts');
  paintNode(paper as unknown as Paper, node, { ...paint, takes, zoom }, { font: 'x' } as CanvasTheme);
  return seen;
}

describe('the slots of a node', () => {
  before(() => {
    if (!('Path2D' in globalThis)) Object.assign(globalThis, { Path2D: Object });
  });

  for (const zoom of [1, 0.3])
    it(`fade to a quarter while a link is dragged that they cannot take, at ${zoom * 100} %`, async () => {
      const takes: NodePaint['takes'] = (side, { type }) => side === 'input' && type === 'IMAGE';
      assert.deepEqual(await slotAlphas(zoom, takes), { '0 20': 1, '0 40': 0.25, '200 20': 0.25 });
      assert.deepEqual(await slotAlphas(zoom, undefined), { '0 20': 1, '0 40': 1, '200 20': 1 });
    });
});
