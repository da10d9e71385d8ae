import { useSignal } from '@preact/signals';
import { modelWords as text } from '../../messages/en/models.ts';
import type { Candidates, NewModel } from '../../net/models-client.ts';
import { busyWith, makeModel } from '../../state/models.ts';

const NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/i;

/** Makes a bundle of what lies under the folder of models already. */
export function AddModel({
  candidates,
  taken,
}: {
  readonly candidates: Candidates;
  readonly taken: readonly string[];
}) {
  const chosen = useSignal<NewModel>(likely(candidates));
  const { clips, files, diffusers } = candidates;
  const set = (part: keyof NewModel) => (value: string) => (chosen.value = { ...chosen.value, [part]: value });
  const { name, ...parts } = chosen.value;
  const isComplete = Object.values(parts).every((path) => path !== '');
  const isFree = NAME.test(name) && !taken.includes(name);
  const isBusy = busyWith.value !== undefined;
  return (
    <section class="model add-model" aria-label={text.add}>
      <h3>{text.add}</h3>
      <p class="quiet">{isComplete ? text.addHint : text.addNone}</p>
      <label class="row">
        <span>{text.name}</span>
        <input
          type="text"
          value={name}
          spellcheck={false}
          onInput={(event) => set('name')(event.currentTarget.value)}
        />
      </label>
      <Choice label={text.parts.sd} value={parts.sd} paths={[...diffusers, ...files]} onChange={set('sd')} />
      <Choice label={text.parts.clip} value={parts.clip} paths={clips} onChange={set('clip')} />
      <Choice label={text.parts.global} value={parts.global} paths={files} onChange={set('global')} />
      <Choice label={text.parts.local} value={parts.local} paths={files} onChange={set('local')} />
      <div class="buttons">
        <button
          type="button"
          class="main"
          disabled={isBusy || !isComplete || !isFree}
          onClick={() => void makeModel(chosen.value)}
        >
          {isBusy && busyWith.value === name ? text.working : text.addButton}
        </button>
      </div>
    </section>
  );
}

function Choice({
  label,
  value,
  paths,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly paths: readonly string[];
  readonly onChange: (path: string) => void;
}) {
  return (
    <label class="row">
      <span>{label}</span>
      <select value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {value === '' ? <option value="">{text.nothing}</option> : null}
        {paths.map((path) => (
          <option key={path} value={path}>
            {path}
          </option>
        ))}
      </select>
    </label>
  );
}

/** What the names of the candidates suggest. */
function likely({ diffusers, clips, files }: Candidates): NewModel {
  const named = (word: RegExp) => files.find((path) => word.test(path)) ?? '';
  const whole = files.find((path) => !/mapper|global|local/i.test(path));
  return {
    name: '',
    sd: diffusers[0] ?? whole ?? '',
    clip: clips[0] ?? '',
    global: named(/global[^/]*$/i),
    local: named(/local[^/]*$/i),
  };
}
