import { useRef, useState } from 'preact/hooks';
import { isNumeric, readNumber, stepped } from '../../model/field.ts';
import { say } from '../../state/toasts.ts';
import type { FieldProps } from './field-props.ts';

/** A number as text: typed, moved by the arrow keys (Shift ×10, Alt ÷10), never evaluated. */
export function NumberInput({ field, value, onChange }: FieldProps) {
  const [draft, setDraft] = useState<string | undefined>(undefined);
  const isCancelled = useRef(false);
  const current = isNumeric(value) ? value : 0;
  const commit = (text: string) => {
    setDraft(undefined);
    if (isCancelled.current) return;
    const read = readNumber(text, field);
    if (read.sentence !== undefined) say(read.sentence, { kind: 'error' });
    if ('value' in read) onChange(read.value);
  };
  const onKeyDown = (event: KeyboardEvent & { readonly currentTarget: HTMLInputElement }) => {
    const input = event.currentTarget;
    if (event.key === 'Enter') input.blur();
    else if (event.key === 'Escape') {
      isCancelled.current = true;
      input.blur();
    } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      event.preventDefault();
      const factor = (event.key === 'ArrowUp' ? 1 : -1) * (event.shiftKey ? 10 : event.altKey ? 0.1 : 1);
      const typed = draft === undefined ? undefined : readNumber(draft, field);
      setDraft(undefined);
      onChange(stepped(typed && 'value' in typed ? typed.value : current, factor, field));
    }
  };
  return (
    <input
      class="number"
      type="text"
      inputMode="decimal"
      autocomplete="off"
      spellcheck={false}
      aria-label={field.label}
      value={draft ?? shown(current, field.step, field.isInteger)}
      onFocus={(event) => {
        isCancelled.current = false;
        event.currentTarget.select();
      }}
      onInput={(event) => setDraft(event.currentTarget.value)}
      onBlur={(event) => (draft === undefined ? undefined : commit(event.currentTarget.value))}
      onKeyDown={onKeyDown}
    />
  );
}

/** As many decimals as the step has, more where the value has more. */
function shown(value: number | bigint, step: number, isInteger: boolean): string {
  if (typeof value === 'bigint' || isInteger || Math.abs(value) >= 1e9) return value.toString();
  const decimals = (String(step).split('.')[1] ?? '').length;
  const fixed = value.toFixed(decimals);
  return Number(fixed) === value ? fixed : value.toString();
}
