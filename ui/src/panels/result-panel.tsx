import type { Command } from '../model/command.ts';
import { parseJson } from '../model/json.ts';
import { enlarged } from '../state/dialogs.ts';
import { dispatch, doc, types } from '../state/editor.ts';
import { previews, results, run, runProblems, type Result } from '../state/run.ts';
import { words } from '../messages/en/words.ts';
import { applySettings, comparison } from '../state/compare.ts';
import { say, sayError } from '../state/toasts.ts';
import { useSignal } from '@preact/signals';
import { FixButton } from './fix-button.tsx';
import { Icon } from './icon.tsx';
import { lazyPart } from './lazy-part.tsx';

const text = words.result;
const HeatMap = lazyPart(async () => (await import('./heat-map/heat-map.tsx')).HeatMap);

interface ProblemHooks {
  /** Goes to a field of a node. */
  readonly onGo: (node: string, input: string | undefined) => void;
}

/** The panel of problems and results. */
export function ResultPanel({ onGo }: ProblemHooks) {
  const chosen = useSignal<string | undefined>(undefined);
  const heated = useSignal<string | undefined>(undefined);
  const list = results.value;
  const shown = run.value ? undefined : (list.find(({ url }) => url === chosen.value) ?? list[0]);
  return (
    <aside class="results panel" aria-label={text.all}>
      <Problems onGo={onGo} />
      <h2>{text.one}</h2>
      {shown && heated.value === shown.url ? (
        <HeatMap key={shown.url} result={shown} />
      ) : (
        <Stage result={shown} />
      )}
      {shown ? (
        <Facts
          result={shown}
          others={list.filter((each) => each !== shown)}
          isHeated={heated.value === shown.url}
          onHeat={(isOn) => (heated.value = isOn ? shown.url : undefined)}
        />
      ) : null}
      {list.length > 1 ? (
        <ul class="strip" aria-label={text.earlier}>
          {list.map((result) => (
            <li key={result.url}>
              <button
                type="button"
                aria-label={result.file.filename}
                aria-pressed={result === shown}
                onClick={() => (chosen.value = result.url)}
              >
                <img src={result.url} alt="" loading="lazy" draggable={false} />
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </aside>
  );
}

function Stage({ result }: { readonly result: Result | undefined }) {
  const live = [...previews.value.values()].at(-1);
  if (live !== undefined)
    return (
      <div class="stage">
        <img src={live} alt={text.previewAlt} />
        <span class="tag">{text.preview}</span>
      </div>
    );
  if (!result)
    return (
      <div class="stage empty">
        <Icon name="image" size={30} />
        <p>{run.value ? text.working : text.empty}</p>
      </div>
    );
  return (
    <button
      type="button"
      class="stage"
      aria-label={text.enlarge}
      onClick={() => (enlarged.value = result.url)}
    >
      <img src={result.url} alt={text.one} draggable={false} />
    </button>
  );
}

function Facts({
  result,
  others,
  isHeated,
  onHeat,
}: {
  readonly result: Result;
  readonly others: readonly Result[];
  readonly isHeated: boolean;
  readonly onHeat: (isOn: boolean) => void;
}) {
  const seeds = Object.entries(result.seeds);
  return (
    <dl class="facts">
      <div>
        <dt>{text.file}</dt>
        <dd title={result.file.filename}>{result.file.filename}</dd>
        <a
          class="mini"
          href={result.url}
          download={result.file.filename}
          title={text.download}
          aria-label={text.download}
        >
          <Icon name="download" size={15} />
        </a>
      </div>
      <div class="result-actions">
        <button type="button" class="text" onClick={() => void applySettings(result.run)}>
          {words.gallery.settings}
        </button>
        <button type="button" class="text" onClick={() => photoOf(result)}>
          {words.gallery.photo}
        </button>
        <button type="button" class="text" onClick={() => copy(result)}>
          {words.gallery.copy}
        </button>
        <button type="button" class="text" aria-pressed={isHeated} onClick={() => onHeat(!isHeated)}>
          {words.heat.open}
        </button>
        {others.length > 0 ? (
          <button type="button" class="text" onClick={() => compareWith(result, others)}>
            {words.compare.open}
          </button>
        ) : null}
      </div>
      {seeds.map(([node, seed]) => (
        <div key={node}>
          <dt>{text.seed}</dt>
          <dd>{seed}</dd>
          <button type="button" class="text" onClick={() => reuse(node, seed)}>
            {text.again}
          </button>
        </div>
      ))}
    </dl>
  );
}

/** The gallery is loaded when it is first needed. */
function photoOf({ file }: Result): void {
  import('../state/gallery.ts').then(({ useAsPhoto }) => useAsPhoto(file)).catch(sayError);
}

/** What copies is loaded by the first copy. */
function copy({ file }: Result): void {
  import('../state/copy-picture.ts').then(({ copyPicture }) => copyPicture(file)).catch(sayError);
}

function compareWith(result: Result, others: readonly Result[]): void {
  const shown = (each: Result) => ({ job: each.run, url: each.url, label: each.file.filename });
  const [first] = others;
  if (first) comparison.value = { a: shown(first), b: shown(result), others: [result, ...others].map(shown) };
}

/** Sets a seed again and holds it. */
function reuse(node: string, seed: string): void {
  const fields = types.value.get(doc.value.nodes.get(node)?.type ?? '')?.fields ?? [];
  const value = parseJson(seed, 'seed');
  const commands = fields
    .filter(({ kind }) => kind === 'seed')
    .flatMap(({ name }): Command[] => [
      { kind: 'setValue', node, name, value },
      { kind: 'setControl', node, name, control: 'fixed' },
    ]);
  if (commands.length === 0) say(text.seedGone);
  dispatch({ kind: 'batch', commands });
}

function Problems({ onGo }: ProblemHooks) {
  const problems = runProblems.value;
  if (problems.length === 0) return null;
  return (
    <section class="problems" aria-label={text.problems}>
      <h2>
        <Icon name="warning" size={16} />
        {text.count(problems.length)}
      </h2>
      <ul>
        {problems.map(({ sentence, node, input }) => (
          <li key={`${node ?? ''} ${input ?? ''} ${sentence}`}>
            <button
              type="button"
              disabled={node === undefined}
              onClick={() => (node === undefined ? undefined : onGo(node, input))}
            >
              {sentence}
            </button>
            <FixButton node={node} input={input} />
          </li>
        ))}
      </ul>
    </section>
  );
}
