import { useRef } from 'preact/hooks';
import { words } from '../../messages/en/words.ts';
import { isNumeric } from '../../model/field.ts';
import type { FieldProps } from './field-props.ts';
import { SliderField, type SliderKeys } from './slider-field.tsx';

/** Where a drag rests: λ for editing prompts. */
const REST = 0.6;
const NEAR = 0.03;
const KEYS: SliderKeys = { arrow: 0.1, shift: 0.01, alt: 0.01, page: 0.2 };
const text = words.lambda;

/** λ, how closely the photo is kept, with words at its ends. */
export function LambdaField(props: FieldProps) {
  const isFree = useRef(false);
  const { value, onChange } = props;
  const isNone = isNumeric(value) && Number(value) === 0;
  const free = (event: PointerEvent) => (isFree.current = event.altKey);
  return (
    <div
      class="lambda"
      onPointerDownCapture={free}
      onPointerMoveCapture={free}
      onKeyDownCapture={() => (isFree.current = true)}
    >
      <SliderField
        {...props}
        keys={KEYS}
        onChange={(next) => {
          const isNear = typeof next === 'number' && Math.abs(next - REST) <= NEAR && !isFree.current;
          onChange(isNear ? REST : next);
        }}
      />
      <div class="lambda-words" aria-hidden="true">
        <span>{isNone ? text.none : text.free}</span>
        <span>{text.like}</span>
      </div>
    </div>
  );
}
