import type { SeedControl } from '../../model/document.ts';
import { words } from '../../messages/en/words.ts';
import { nextSeed, SEED_CONTROLS } from '../../model/seed.ts';
import { Icon } from '../icon.tsx';
import { Segments } from '../segments.tsx';
import type { FieldProps } from './field-props.ts';
import { NumberInput } from './number-input.tsx';

const text = words.fields;

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
          title={text.drawSeed}
          aria-label={text.drawSeed}
          onClick={() => onChange(nextSeed('randomize', 0, field, Math.random))}
        >
          <Icon name="seed" size={15} />
        </button>
      </div>
      <Segments
        label={text.seedBefore(field.label)}
        choices={SEED_CONTROLS.map((each) => ({ value: each, label: text.seedControls[each] }))}
        value={control}
        onChange={onControl}
      />
    </div>
  );
}
