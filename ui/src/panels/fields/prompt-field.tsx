import { bundle } from '../../state/start.ts';
import { PromptBox } from '../prompt-box.tsx';
import type { FieldProps } from './field-props.ts';

/** A prompt in which S* is a subject. */
export function PromptField({ field, value, onChange }: FieldProps) {
  return (
    <div class="box prompt" data-row={field.label} title={field.tooltip}>
      <PromptBox
        value={typeof value === 'string' ? value : ''}
        label={field.label}
        placeholder={field.placeholder || field.label}
        bundle={bundle.value}
        onChange={onChange}
      />
    </div>
  );
}
