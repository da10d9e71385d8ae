import { isNumeric } from '../../model/field.ts';
import type { FieldProps } from './field-props.ts';
import { NumberInput } from './number-input.tsx';

/** A number between two ends: dragged, typed, and back to its default by a double click. */
export function SliderField(props: FieldProps) {
  const { field, value, onChange } = props;
  const [min, max] = [Number(field.min), Number(field.max)];
  const current = isNumeric(value) ? Number(value) : min;
  const share = max > min ? Math.min(1, Math.max(0, (current - min) / (max - min))) : 0;
  return (
    <div class="row slider" data-row={field.label} title={field.tooltip} style={{ '--share': String(share) }}>
      <input
        class="track"
        type="range"
        aria-label={`${field.label}, slider`}
        min={min}
        max={max}
        step={field.step}
        value={current}
        onInput={(event) => onChange(Number(event.currentTarget.value))}
        onDblClick={() => onChange(field.initial)}
      />
      <span class="label">{field.label}</span>
      <NumberInput {...props} />
    </div>
  );
}
