import type * as dialogs from './en/dialogs.ts';
import type * as files from './en/files.ts';
import type * as graph from './en/graph.ts';
import type * as hints from './en/hints.ts';
import type * as models from './en/models.ts';
import type * as photo from './en/photo.ts';
import type * as results from './en/results.ts';
import type * as run from './en/run.ts';
import type * as states from './en/states.ts';
import type * as start from './en/start.ts';
import type * as words from './en/words.ts';

/** The form of a table in another language: the same keys, for each text a text, for what makes one of values the same. */
type Translated<Table> = Table extends string
  ? string
  : Table extends (...values: infer Values) => string
    ? (...values: Values) => string
    : { readonly [Key in keyof Table]: Translated<Table[Key]> };

/**
 * All tables of a language, each by the name that its file exports it under. A table of another language says of itself
 * `satisfies Messages['…']`: the compiler then names what is missing, unknown, or made of other values.
 */
export type Messages = Translated<
  typeof dialogs &
    typeof files &
    typeof graph &
    typeof hints &
    typeof models &
    typeof photo &
    typeof results &
    typeof run &
    typeof start &
    typeof states &
    typeof words
>;
