/** What packs import as `elite-graph/nodes`: declarations, inputs, and the sockets that the shipped nodes use. */
export {
  defineNode,
  definePack,
  type Action,
  type AnyNode,
  type NodeContext,
  type NodeDefinition,
  type Pack,
  type PictureFile,
  type Query,
  type SavedPicture,
  type SeenNode,
  type Ui,
} from '../graph-server/engine/define-node.ts';
export {
  choice,
  flag,
  float,
  int,
  lazy,
  link,
  list,
  optional,
  rawLink,
  seed,
  socket,
  text,
  type Folders,
  type Input,
  type Socket,
} from '../graph-server/engine/sockets.ts';
export { block, isBlocker, type Blocker } from '../graph-server/engine/blocker.ts';
export type { Expanded, Expansion, OutputLink } from '../graph-server/engine/expansion.ts';
export * from './sockets.ts';
export { tensor, type Tensor } from '../method/tensor/tensor.ts';
