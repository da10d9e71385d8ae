import { nodeTypes } from '../../ui/src/model/node-type.ts';
import { OBJECT_INFO } from './object-info.ts';

/** The node types of the small `/object_info`, as the editor reads them. */
export const EDITOR_TYPES = nodeTypes(OBJECT_INFO);
