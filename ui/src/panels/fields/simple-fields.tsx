import type { Json } from '../../model/json.ts';
import { words } from '../../messages/en/words.ts';
import { picking } from '../../state/dialogs.ts';
import type { FieldProps } from './field-props.ts';

/** Yes or no. */
export function SwitchField({ field, value, onChange }: FieldProps) {
  return (
    <label class="row switch" data-row={field.label} title={field.tooltip}>
      <span class="label">{field.label}</span>
      <input
        type="checkbox"
        role="switch"
        checked={value === true}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </label>
  );
}

/** One of several. */
export function ListField(props: FieldProps) {
  return (
    <label class="row" data-row={props.field.label} title={props.field.tooltip}>
      <span class="label">{props.field.label}</span>
      <Choices {...props} />
    </label>
  );
}

/** Of how many choices at most one is taken from a plain list; more are searched. */
const PLAIN = 8;

/** The choices of a field; a value that is none of them is shown and marked. */
export function Choices({ node, field, value, fault, onChange }: FieldProps) {
  const chosen = textOf(value);
  const isOffered = field.choices.includes(chosen);
  const shown = isOffered ? chosen : chosen === '' ? words.fields.none : words.fields.missing(chosen);
  if (field.choices.length > PLAIN)
    return (
      <button
        type="button"
        class={fault === '' ? 'choice' : 'choice faulty'}
        aria-haspopup="dialog"
        aria-label={`${field.label}: ${shown}`}
        title={shown}
        value={shown}
        onClick={() => (picking.value = { node, field: field.name })}
      >
        {shown}
      </button>
    );
  return (
    <select
      aria-label={field.label}
      value={chosen}
      class={fault === '' ? '' : 'faulty'}
      onChange={(event) => onChange(event.currentTarget.value)}
    >
      {isOffered ? null : <option value={chosen}>{shown}</option>}
      {field.choices.map((choice) => (
        <option key={choice} value={choice}>
          {choice}
        </option>
      ))}
    </select>
  );
}

/** A text of one line. */
export function LineField({ field, value, onChange }: FieldProps) {
  return (
    <label class="row" data-row={field.label} title={field.tooltip}>
      <span class="label">{field.label}</span>
      <input
        type="text"
        value={textOf(value)}
        placeholder={field.placeholder}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </label>
  );
}

/** A text of several lines, edited in place. */
export function BoxField({ field, value, onChange }: FieldProps) {
  return (
    <div class="box" data-row={field.label} title={field.tooltip}>
      <textarea
        aria-label={field.label}
        value={textOf(value)}
        placeholder={field.placeholder || field.label}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  );
}

function textOf(value: Json | undefined): string {
  return value === undefined || value === null || typeof value === 'object' ? '' : value.toString();
}
