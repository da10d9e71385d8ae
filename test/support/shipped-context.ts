import { join } from 'node:path';
import { packageRoot } from '../../graph-server/config.ts';
import { nodeContext, nodeFolders, type TestContext } from './node-context.ts';

/** A context whose models are those that ship. */
export const shippedContext = (): TestContext =>
  nodeContext(nodeFolders('nowhere', { models: [join(packageRoot, 'models')], defaultBundle: 'elite-nano' }));
