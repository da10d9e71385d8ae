import { useRef } from 'preact/hooks';
import { isNumeric, stepped } from '../../model/field.ts';
import type { FieldProps } from './field-props.ts';
import { NumberInput } from './number-input.tsx';

const PX_A_STEP = 4;

/** A number: typed, by the arrow keys, or dragged sideways at its name (Shift ×10, Alt ÷10). */
export function NumberField(props: FieldProps) {
  return (
    <div class="row" data-row={props.field.label} title={props.field.tooltip}>
      <DragLabel {...props} />
      <NumberInput {...props} />
    </div>
  );
}

/** The name of a number, which drags it. */
function DragLabel({ field, value, onChange }: FieldProps) {
  const start = useRef<{ x: number; value: number | bigint } | undefined>(undefined);
  return (
    <span
      class="label drag"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { x: event.clientX, value: isNumeric(value) ? value : 0 };
      }}
      onPointerMove={(event) => {
        const from = start.current;
        if (!from) return;
        const steps = Math.round((event.clientX - from.x) / PX_A_STEP);
        const factor = event.shiftKey ? 10 : event.altKey ? 0.1 : 1;
        if (steps !== 0 || isNumeric(value))
          onChange(steps === 0 ? from.value : stepped(from.value, steps * factor, field));
      }}
      onPointerUp={() => (start.current = undefined)}
      onPointerCancel={() => (start.current = undefined)}
    >
      {field.label}
    </span>
  );
}
