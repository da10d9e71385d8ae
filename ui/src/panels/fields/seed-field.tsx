import type { SeedControl } from '../../model/document.ts';
import { nextSeed, SEED_CONTROLS } from '../../model/seed.ts';
import { Icon } from '../icon.tsx';
import { Segments } from '../segments.tsx';
import type { FieldProps } from './field-props.ts';
import { NumberInput } from './number-input.tsx';

/** A seed, and what it becomes before each run. */
export function SeedField({
  control,
  onControl,
  ...props
}: FieldProps & { readonly control: SeedControl; readonly onControl: (control: SeedControl) => void }) {
  const { field, onChange } = props;
  return (
    <div class="stack" data-row={field.label} title={field.tooltip}>
      <div class="row">
        <span class="label">{field.label}</span>
        <NumberInput {...props} />
        <button
          type="button"
          class="mini"
          title="Draw a new seed"
          aria-label="Draw a new seed"
          onClick={() => onChange(nextSeed('randomize', 0, field, Math.random))}
        >
          <Icon name="seed" size={15} />
        </button>
      </div>
      <Segments
        label={`${field.label} before each run`}
        choices={SEED_CONTROLS.map(({ control: each, label }) => ({ value: each, label }))}
        value={control}
        onChange={onControl}
      />
    </div>
  );
}
