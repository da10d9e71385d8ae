import type { Field } from '../../model/field.ts';
import type { Json } from '../../model/json.ts';

/** What every field gets. */
export interface FieldProps {
  readonly node: string;
  readonly field: Field;
  readonly value: Json | undefined;
  /** Why the value is wrong; empty when it is not. */
  readonly fault: string;
  readonly onChange: (value: Json) => void;
}
