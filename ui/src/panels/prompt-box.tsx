import { useEffect, useRef } from 'preact/hooks';
import { words } from '../messages/en/words.ts';
import { walkedPrompt } from '../model/past-prompts.ts';
import {
  placeholdersIn,
  promptFaults,
  type Placeholder,
  type PromptFault,
  type PromptReading,
} from '../model/prompt-reading.ts';
import { pastPrompts } from '../state/past-prompts.ts';
import { askReading, knownReading } from '../state/prompt-reading.ts';

const REST_MS = 150;
const text = words.prompt;
const FIXES: Readonly<Partial<Record<PromptFault['kind'], string>>> = {
  lone: text.loneFix,
  glued: text.gluedFix,
  cut: text.cutFix,
  ignored: text.ignoredFix,
  missing: text.missingFix,
};

/** A prompt: a text box of the browser over the same text with each S* as a chip, its tokens and what is wrong with it. */
export function PromptBox({
  value,
  label,
  placeholder,
  bundle,
  onChange,
}: {
  readonly value: string;
  readonly label: string;
  readonly placeholder: string;
  readonly bundle: string | undefined;
  readonly onChange: (text: string) => void;
}) {
  const box = useRef<HTMLTextAreaElement>(null);
  const mirror = useRef<HTMLDivElement>(null);
  const reading = knownReading(value, bundle);
  useEffect(() => {
    const timer = setTimeout(() => void askReading(value, bundle), REST_MS);
    return () => clearTimeout(timer);
  }, [value, bundle]);
  const faults = promptFaults(value, reading);
  const chips =
    reading?.placeholders ?? placeholdersIn(value).map((place) => ({ ...place, state: undefined }));
  const follow = () => {
    if (mirror.current && box.current) mirror.current.scrollTop = box.current.scrollTop;
  };
  return (
    <div class="prompt-box">
      <div class="prompt-text">
        <div ref={mirror} class="mirror" aria-hidden="true">
          <Marked value={value} chips={chips} cutFrom={reading?.cutFrom} />
        </div>
        <textarea
          ref={box}
          aria-label={label}
          aria-description={descriptionOf(chips)}
          title={descriptionOf(chips)}
          value={value}
          placeholder={placeholder}
          onScroll={follow}
          onInput={(event) => {
            onChange(event.currentTarget.value);
            follow();
          }}
          onKeyDown={(event) => {
            completeStar(event, onChange);
            walkBack(event, onChange);
          }}
        />
      </div>
      <div class="prompt-foot">
        {faults[0] ? <Fault fault={faults[0]} onFix={onChange} /> : <span class="space" />}
        {reading ? <Counter {...reading} /> : null}
      </div>
    </div>
  );
}

/** How many of the tokens that fit are used. */
function Counter({ count, limit }: Pick<PromptReading, 'count' | 'limit'>) {
  return (
    <span class={`counter ${count > limit ? 'over' : ''}`} title={text.counterLabel(count, limit)}>
      {text.counter(count, limit)}
    </span>
  );
}

type Chip = Pick<Placeholder, 'start' | 'end'> & {
  readonly state: Placeholder['state'] | undefined;
  readonly token?: number | undefined;
};

/** The text with its chips; what is cut off is marked, and where no S* is there is a gap for it. */
function Marked({
  value,
  chips,
  cutFrom = value.length,
}: {
  readonly value: string;
  readonly chips: readonly Chip[];
  readonly cutFrom: number | undefined;
}) {
  let at = 0;
  const plain = (from: number, to: number) => {
    const cut = Math.min(to, Math.max(from, cutFrom));
    return [
      value.slice(from, cut),
      cut < to ? (
        <mark key={-1 - cut} class="cut-text">
          {value.slice(cut, to)}
        </mark>
      ) : null,
    ];
  };
  const parts = chips.flatMap(({ start, end, state }) => {
    const before = plain(at, start);
    at = end;
    return [
      ...before,
      <mark key={start} class={state ?? 'unchecked'}>
        {value.slice(start, end)}
      </mark>,
    ];
  });
  return (
    <>
      {parts}
      {plain(at, value.length)}
      {chips.length === 0 ? <mark class="missing">{'  '}</mark> : ' '}
    </>
  );
}

function Fault({ fault, onFix }: { readonly fault: PromptFault; readonly onFix: (text: string) => void }) {
  const { kind, fixed } = fault;
  return (
    <span class={`prompt-fault ${kind}`} role="status">
      {text[kind]}
      {fixed === undefined ? null : (
        <button type="button" class="text" onClick={() => onFix(fixed)}>
          {FIXES[kind]}
        </button>
      )}
    </span>
  );
}

function descriptionOf(chips: readonly Chip[]): string {
  return chips
    .map(({ state, token }) =>
      state === undefined
        ? text.unchecked
        : state === 'understood'
          ? text.understood(token ?? 0)
          : text[state],
    )
    .join('; ');
}

type BoxKey = KeyboardEvent & { readonly currentTarget: HTMLTextAreaElement };

/** The arrow up in an empty box walks through the earlier prompts, the arrow down back. */
function walkBack(event: BoxKey, onChange: (text: string) => void): void {
  const { key, currentTarget: box } = event;
  if (event.shiftKey || event.altKey || (key !== 'ArrowUp' && key !== 'ArrowDown')) return;
  const next = walkedPrompt(pastPrompts(), box.value, key === 'ArrowUp' ? 1 : -1);
  if (next === undefined) return;
  event.preventDefault();
  box.value = next;
  onChange(next);
}

/** S and Tab become S*; otherwise Tab moves the focus. */
function completeStar(event: BoxKey, onChange: (text: string) => void): void {
  const { value, selectionStart, selectionEnd } = event.currentTarget;
  if (event.key !== 'Tab' || event.shiftKey || selectionStart !== selectionEnd) return;
  if (!/(^|[^\p{L}\p{N}])S$/u.test(value.slice(0, selectionStart))) return;
  event.preventDefault();
  event.currentTarget.setRangeText('*', selectionStart, selectionStart, 'end');
  onChange(event.currentTarget.value);
}
