import type { AnyNode, NodeContext } from '../../graph-server/engine/define-node.ts';
import { nodeContext } from './node-context.ts';

/** Runs a node by hand, with inputs that nothing has checked. */
export const runNode = async (
  node: AnyNode,
  inputs: Readonly<Record<string, unknown>>,
  context: NodeContext = nodeContext(),
): Promise<Readonly<Record<string, unknown>>> => node.run(inputs, context);
