import { pluralOf } from '../plural.ts';

/** Chooses the form of a sentence by a count. */
export const plural = pluralOf('en', ['one', 'other']);
