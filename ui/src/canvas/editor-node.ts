import { LGraphNode, type LLink, type OutputSlot } from 'litegraph.js';
import type { Box } from '../input/view.ts';
import { METRICS, slotPlace, type NodeLayout } from '../model/node-layout.ts';
import type { GraphLink, GraphNode } from '../model/document.ts';
import type { NodeTypes } from '../model/node-type.ts';

/** What a layout follows from. */
export interface LayoutSources {
  readonly node: GraphNode;
  readonly links: readonly GraphLink[] | undefined;
  readonly types: NodeTypes;
}

/** A node of the document as litegraph draws and drags it; the document stays the truth. */
export class EditorNode extends LGraphNode {
  /** The library reads it; minified class names would be shown otherwise. */
  static readonly title = 'node';
  readonly docId: string;
  /** The editor resizes nodes itself. */
  override resizable = false;
  node: GraphNode;
  layout: NodeLayout;
  /** What the layout was made of. */
  sources: LayoutSources;
  /** Decides whether a link may be drawn. */
  mayConnect: (from: EditorNode, fromSlot: number, to: EditorNode, toSlot: number) => boolean = () => true;

  constructor(sources: LayoutSources, layout: NodeLayout) {
    const { node } = sources;
    super(node.type);
    this.docId = node.id;
    this.node = node;
    this.sources = sources;
    this.layout = layout;
    this.#takeSlots();
  }

  /** Takes another state of its node. */
  takeLayout(sources: LayoutSources, layout: NodeLayout): void {
    this.node = sources.node;
    this.sources = sources;
    this.layout = layout;
    this.#takeSlots();
  }

  /** What the node covers, its title included. */
  get box(): Box {
    const height = this.flags.collapsed === true ? 0 : this.size[1];
    return [this.pos[0], this.pos[1] - METRICS.title, this.size[0], METRICS.title + height];
  }

  /** Makes the library's slots those of the layout. */
  #takeSlots(): void {
    const { inputs, outputs } = this.layout;
    inputs.forEach(({ name, type }, index) => {
      const slot = this.inputs[index];
      if (slot) Object.assign(slot, { name, type });
      else this.addInput(name, type);
    });
    outputs.forEach(({ name, type }, index) => {
      const slot = this.outputs[index];
      if (slot) Object.assign(slot, { name, type });
      else this.addOutput(name, type);
    });
    this.inputs.length = inputs.length;
    this.outputs.length = outputs.length;
  }

  override computeSize(): [number, number] {
    return [...this.layout.minimum];
  }

  override setSize([width, height]: [number, number]): void {
    this.size[0] = width;
    this.size[1] = height;
  }

  override getConnectionPos(
    isInput: boolean,
    slot: number,
    out: [number, number] = [0, 0],
  ): [number, number] {
    const [x, y] = slotPlace(isInput ? 'input' : 'output', slot, this.size[0]);
    out[0] = this.pos[0] + x;
    out[1] = this.pos[1] + (this.flags.collapsed ? -METRICS.title / 2 : y);
    return out;
  }

  /** A node that would feed itself is refused in silence by the library. */
  override connect(slot: number, target: LGraphNode, targetSlot: number): LLink | null {
    if (target === this) this.mayConnect(this, slot, this, targetSlot);
    return super.connect(slot, target, targetSlot);
  }

  override onConnectInput(
    slot: number,
    _type: string,
    _output: OutputSlot,
    origin: LGraphNode,
    originSlot: number,
  ): boolean {
    return origin instanceof EditorNode && this.mayConnect(origin, originSlot, this, slot);
  }
}
