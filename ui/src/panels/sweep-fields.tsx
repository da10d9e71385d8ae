import type { Signal } from '@preact/signals';
import { sweepWords as text } from '../messages/en/results.ts';
import { SWEEP_KINDS, type SweepKind } from '../model/sweep.ts';
import type { SweepForm } from '../model/sweep-form.ts';
import { roles, valueAt } from '../state/start.ts';
import { SweepPhotos } from './sweep-photos.tsx';

/** From where to where λ goes, and what varies below it. */
export function SweepFields({ form }: { readonly form: Signal<SweepForm> }) {
  const set = (more: Partial<SweepForm>) => (form.value = { ...form.value, ...more });
  return (
    <div class="sweep-form">
      {(['from', 'to', 'count'] as const).map((key) => (
        <label key={key}>
          {text[key]}
          <input
            inputMode="decimal"
            value={form.value[key]}
            onInput={(event) => set({ [key]: event.currentTarget.value })}
          />
        </label>
      ))}
      <label>
        {text.rows}
        <select
          value={form.value.kind}
          onChange={({ currentTarget }) => {
            const kind = kindOf(currentTarget.value);
            set({ kind, rows: startOf(kind) });
          }}
        >
          {SWEEP_KINDS.filter((kind) => kind !== 'photos' || roles.value.photo).map((kind) => (
            <option key={kind} value={kind}>
              {text.kinds[kind]}
            </option>
          ))}
        </select>
      </label>
      {form.value.kind === 'photos' ? <SweepPhotos /> : null}
      {form.value.kind === 'none' || form.value.kind === 'photos' ? null : (
        <label class="wide">
          {text.values}
          <textarea
            rows={form.value.kind === 'prompts' ? 3 : 1}
            placeholder={text.hints[form.value.kind]}
            value={form.value.rows}
            onInput={(event) => set({ rows: event.currentTarget.value })}
          />
        </label>
      )}
    </div>
  );
}

function kindOf(value: string): SweepKind {
  return SWEEP_KINDS.find((kind) => kind === value) ?? 'none';
}

/** What the rows begin with: the value that the graph has. */
function startOf(kind: SweepKind): string {
  const place = {
    none: undefined,
    seed: roles.value.seed,
    guidance: roles.value.guidance,
    prompts: roles.value.prompt,
    photos: undefined,
  }[kind];
  const value = valueAt(place);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint'
    ? value.toString()
    : '';
}
