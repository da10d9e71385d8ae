/** The kind of data that a dragged node type travels as. */
export const NODE_TYPE_DATA = 'application/x-elite-node-type';

/** The kind of data that a dragged concept travels as. */
export const CONCEPT_DATA = 'application/x-elite-concept';
