import { isNumeric, stepped, tickGap, ticksOf } from '../../model/field.ts';
import { words } from '../../messages/en/words.ts';
import type { FieldProps } from './field-props.ts';
import { NumberInput } from './number-input.tsx';

/** How far the keys move a slider. */
export interface SliderKeys {
  readonly arrow: number;
  readonly shift: number;
  readonly alt: number;
  readonly page: number;
}

const DIRECTIONS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowUp: 1,
  PageUp: 1,
  ArrowLeft: -1,
  ArrowDown: -1,
  PageDown: -1,
};

/** A number between two ends with a scale: dragged, typed, moved by keys, and back to its default by a double click. */
export function SliderField({ keys, ...props }: FieldProps & { readonly keys?: SliderKeys }) {
  const { field, value, onChange } = props;
  const [min, max] = [Number(field.min), Number(field.max)];
  const current = isNumeric(value) ? Number(value) : min;
  const shareOf = (at: number) => (max > min ? Math.min(1, Math.max(0, (at - min) / (max - min))) : 0);
  const { step } = field;
  const moves = keys ?? { arrow: step, shift: 10 * step, alt: step / 10, page: tickGap(field) };
  return (
    <div
      class="row slider"
      data-row={field.label}
      title={field.tooltip}
      style={{ '--share': String(shareOf(current)) }}
    >
      <input
        class="track"
        type="range"
        aria-label={words.fields.slider(field.label)}
        min={min}
        max={max}
        step={keys?.shift ?? step}
        value={current}
        onInput={(event) => onChange(Number(event.currentTarget.value))}
        onDblClick={() => onChange(field.initial)}
        onKeyDown={(event) => {
          if (event.key === 'Delete' || event.key === 'Backspace') onChange(field.initial);
          const by = moveOf(event, moves);
          if (by === 0) return;
          event.preventDefault();
          onChange(stepped(current, by / step, field));
        }}
      />
      <span class="ticks" aria-hidden="true">
        {ticksOf(field).map((tick) => (
          <i key={tick} data-value={tick} style={{ left: `${100 * shareOf(tick)}%` }} />
        ))}
      </span>
      <span class="label">{field.label}</span>
      <NumberInput {...props} />
    </div>
  );
}

/** How far a key moves a slider; 0 for a key that does not. */
function moveOf({ key, shiftKey, altKey }: KeyboardEvent, { arrow, shift, alt, page }: SliderKeys): number {
  const by = key.startsWith('Page') ? page : shiftKey ? shift : altKey ? alt : arrow;
  return (DIRECTIONS[key] ?? 0) * by;
}
