import { useEffect, useRef } from 'preact/hooks';
import { words } from '../../messages/en/words.ts';
import { startWords as text } from '../../messages/en/start.ts';
import { promptFaults, restOf } from '../../model/prompt-reading.ts';
import { inputFile, viewUrl } from '../../net/server-client.ts';
import { part } from '../../state/dialogs.ts';
import { dispatch } from '../../state/editor.ts';
import { previews, results, run, runProblems } from '../../state/run.ts';
import { startRun, stopRun } from '../../state/running.ts';
import { runAgain } from '../../state/start-steps.ts';
import { bundle, modelFacts, roles, setting, startSince, valueAt } from '../../state/start.ts';
import { say } from '../../state/toasts.ts';
import { runWords } from '../status-bar.tsx';
import { Icon } from '../icon.tsx';
import { PromptBox } from '../prompt-box.tsx';

const STEP = 0.2;
const MOST_IDEAS = 6;
/** The result of which was said where it is kept. */
const saidOf: { current?: string | undefined } = {};

/** The last step: what to draw, the run, and the picture beside the photo. */
export function PromptStep() {
  const step = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const box = step.current?.querySelector('textarea');
    box?.focus();
    box?.setSelectionRange(...restOf(box.value));
  }, []);
  const prompt = textOf(valueAt(roles.value.prompt));
  const set = (next: string) =>
    dispatch({ kind: 'batch', commands: setting(roles.value.prompt, next) }, 'start-prompt');
  const isMissing = promptFaults(prompt, undefined).some(({ kind }) => kind === 'missing');
  const newest = results.value[0];
  const result = newest && newest.url !== startSince.value && !run.value ? newest : undefined;
  const made = result?.url;
  useEffect(() => {
    if (made !== undefined && made !== saidOf.current)
      say(text.saved, { actions: [{ label: text.show, run: () => (part.value = 'gallery') }] });
    saidOf.current = made ?? saidOf.current;
  }, [made]);
  return (
    <div
      class="step prompt-step"
      ref={step}
      onKeyDown={(event) => {
        const isPlain =
          event.key === 'Enter' && !event.shiftKey && event.target instanceof HTMLTextAreaElement;
        if (!isPlain && !(event.key === 'Enter' && (event.ctrlKey || event.metaKey))) return;
        event.preventDefault();
        event.stopPropagation();
        if (!run.value && !isMissing) void startRun();
      }}
    >
      <Pictures result={result?.url} />
      <h2>{text.promptTitle}</h2>
      <PromptBox
        value={prompt}
        label={text.promptTitle}
        placeholder={text.promptHint}
        bundle={bundle.value}
        onChange={set}
      />
      <Ideas prompt={prompt} onChoose={set} />
      {runProblems.value[0] && !run.value ? (
        <p class="verdict blocked" role="alert">
          {runProblems.value[0].sentence}
        </p>
      ) : null}
      <div class="buttons">
        {result ? <AfterRun /> : null}
        <RunOrStop isDisabled={isMissing} />
      </div>
    </div>
  );
}

/** Prompts to choose among. */
function Ideas({
  prompt,
  onChoose,
}: {
  readonly prompt: string;
  readonly onChoose: (prompt: string) => void;
}) {
  const ideas = modelFacts.value?.samples[0]?.prompts ?? text.ideas;
  return (
    <ul class="ideas">
      {ideas.slice(0, MOST_IDEAS).map((idea) => (
        <li key={idea}>
          <button type="button" aria-pressed={idea === prompt} onClick={() => onChoose(idea)}>
            {idea}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** The photo, and beside it the picture as it comes. */
function Pictures({ result }: { readonly result: string | undefined }) {
  const photo = textOf(valueAt(roles.value.photo));
  const live = [...previews.value.values()].at(-1);
  const shown = result ?? live;
  const lambda = valueAt(roles.value.lambda);
  return (
    <div class="start-pictures">
      <figure>
        {photo === '' ? null : <img src={viewUrl(inputFile(photo), true)} alt={text.yourPhoto} />}
        <figcaption>{text.yourPhoto}</figcaption>
      </figure>
      <figure class={result ? 'is-done' : ''}>
        {shown === undefined ? (
          <span class="hint">
            <Icon name="image" size={30} />
            {text.waiting}
          </span>
        ) : (
          <img
            src={shown}
            alt={result ? text.result : words.result.previewAlt}
            data-kind={result ? 'start-result' : 'start-preview'}
          />
        )}
        <figcaption aria-live={run.value ? 'off' : 'polite'}>
          {run.value
            ? runWords(run.value)
            : result
              ? `${text.seed(seedText())}${typeof lambda === 'number' ? text.lambda(lambda) : ''}`
              : text.result}
        </figcaption>
      </figure>
    </div>
  );
}

/** What can be done next; while it runs these buttons are gone, so that the focus goes to the one that stops it. */
function AfterRun() {
  const again =
    (change: Parameters<typeof runAgain>[0]) =>
    ({ currentTarget }: MouseEvent & { readonly currentTarget: HTMLElement }) => {
      currentTarget.parentElement?.querySelector<HTMLElement>('button:last-child')?.focus();
      void runAgain(change);
    };
  return (
    <>
      <button type="button" onClick={again({ seed: true })}>
        {text.newSeed}
      </button>
      <button type="button" onClick={again({ lambda: -STEP })}>
        {text.lessLike}
      </button>
      <button type="button" onClick={again({ lambda: STEP })}>
        {text.moreLike}
      </button>
      <button type="button" onClick={() => void tryStrengths()}>
        {text.strengths}
      </button>
    </>
  );
}

/** Five pictures from words only to more than the photo, in a grid. */
async function tryStrengths(): Promise<void> {
  const { startSweep } = await import('../../state/sweep.ts');
  part.value = 'sweep';
  await startSweep({ lambdas: [0, 0.3, 0.6, 0.9, 1.2], kind: 'none', rows: [''] });
}

function RunOrStop({ isDisabled }: { readonly isDisabled: boolean }) {
  return run.value ? (
    <button type="button" onClick={() => void stopRun()}>
      {text.stop}
    </button>
  ) : (
    <button
      type="button"
      class="main"
      title={text.runKeys}
      disabled={isDisabled}
      onClick={() => void startRun()}
    >
      {text.run}
    </button>
  );
}

function seedText(): string {
  const seed = valueAt(roles.value.seed);
  return typeof seed === 'number' || typeof seed === 'bigint' ? seed.toString() : '';
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
