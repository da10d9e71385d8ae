import type { Plugin } from 'vite';

/**
 * What the editor has in its own way or never calls: the library's search, dialogs, panels and menus (most of them made of
 * markup), its keys and clipboard, its reading and running of graphs, and the drawing that `ui/src/canvas` overrides.
 */
const LEFT_OUT: Readonly<Record<string, readonly string[]>> = {
  LiteGraph: ['buildNodeClassFromObject', 'extendClass', 'fetchFile', 'reloadNodes', 'wrapFunctionAsNode'],
  'LGraph.prototype': ['arrange', 'configure', 'onAction', 'runStep', 'serialize', 'start'],
  'LGraphNode.prototype': ['addWidget', 'clone', 'configure', 'serialize', 'triggerSlot'],
  LGraphCanvas: [
    'alignNodes',
    'onMenuAdd',
    'onMenuNodeColors',
    'onShowMenuNodeProperties',
    'onShowPropertyEditor',
    'showMenuNodeOptionalInputs',
    'showMenuNodeOptionalOutputs',
  ],
  'LGraphCanvas.prototype': [
    'bindEvents',
    'copyToClipboard',
    'createDefaultNodeForSlot',
    'createDialog',
    'createPanel',
    'drawBackCanvas',
    'drawFrontCanvas',
    'drawGroups',
    'drawLinkTooltip',
    'drawNode',
    'drawNodeShape',
    'drawNodeWidgets',
    'drawSubgraphPanelLeft',
    'drawSubgraphPanelRight',
    'getCanvasMenuOptions',
    'getNodeMenuOptions',
    'pasteFromClipboard',
    'processContextMenu',
    'processDrop',
    'processKey',
    'processNodeWidgets',
    'prompt',
    'renderLink',
    'showConnectionMenu',
    'showEditPropertyValue',
    'showLinkMenu',
    'showSearchBox',
    'showShowGraphOptionsPanel',
    'showShowNodePanel',
    'showSubgraphPropertiesDialog',
    'showSubgraphPropertiesDialogRight',
    'unbindEvents',
  ],
};

/** What a node of a program has of `owner.name = function … { body }`, or of `name: function … { body }` in `LiteGraph`. */
interface MethodNode {
  readonly left?: Span;
  readonly right?: FunctionNode;
  readonly key?: Span;
  readonly value?: FunctionNode;
}

interface FunctionNode {
  readonly type: string;
  readonly body?: Span;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Empties the methods of litegraph.js that the editor has no use for; one that is called all the same throws. */
export function litegraphParts(): Plugin {
  return {
    name: 'litegraph-parts',
    transform(code, id) {
      if (!id.endsWith('litegraph.core.js')) return undefined;
      const wanted = new Set(
        Object.entries(LEFT_OUT).flatMap(([owner, names]) => names.map((name) => `${owner}.${name}`)),
      );
      const bodies: Span[] = [];
      const textOf = (span: Span | undefined) => code.slice(span?.start, span?.end);
      walk(this.parse(code), ({ left, right, key, value }) => {
        const made = right ?? value;
        if (made?.type !== 'FunctionExpression' || !made.body) return;
        if (wanted.delete(left ? textOf(left) : `LiteGraph.${textOf(key)}`)) bodies.push(made.body);
      });
      if (wanted.size > 0)
        this.error(`litegraph.js: expected the methods ${[...wanted].join(', ')}, got none of that name`);
      return { code: without(code, bodies), map: null };
    },
  };
}

function without(code: string, bodies: readonly Span[]): string {
  let [text, at] = ['', 0];
  for (const { start, end } of bodies.toSorted((a, b) => a.start - b.start)) {
    text += `${code.slice(at, start)}{ throw new Error('litegraph.js: this part is left out'); }`;
    at = end;
  }
  return text + code.slice(at);
}

function walk(node: object, visit: (node: MethodNode) => void): void {
  visit(node);
  for (const value of Object.values(node) as unknown[])
    for (const each of Array.isArray(value) ? (value as unknown[]) : [value])
      if (typeof each === 'object' && each !== null) walk(each, visit);
}
