import { numberOf } from '../number.ts';

/** Writes a number as it is shown. */
export const number = numberOf('en');
