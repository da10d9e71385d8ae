import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { words } from '../messages/en/words.ts';
import { compareWords as text } from '../messages/en/results.ts';
import { promptDifferences, type Difference } from '../model/prompt-difference.ts';
import { comparison, promptOfJob, type Shown } from '../state/compare.ts';
import { SidePictures } from './compare-pair.tsx';
import { SizeNote } from './compare-sizes.tsx';
import { Modal } from './modal.tsx';
import { Segments } from './segments.tsx';

const MODES = ['slider', 'side', 'flip', 'difference'] as const;
type Mode = (typeof MODES)[number];
const FACTORS = [1, 2, 4, 8] as const;

/** Two results, compared in four ways, and the values in which they differ. */
export function CompareDialog() {
  const open = comparison.value;
  const mode = useSignal<Mode>('slider');
  if (!open) return null;
  const { a, b, others } = open;
  const choose = (side: 'a' | 'b') => (url: string) => {
    const next = others.find((each) => each.url === url);
    if (next) comparison.value = { ...open, [side]: next };
  };
  return (
    <Modal label={text.label} onClose={() => (comparison.value = undefined)} className="compare">
      <header class="compare-head">
        <Choice label={text.left} value={a} others={others} onChange={choose('a')} />
        <Segments
          label={text.label}
          choices={MODES.map((each) => ({ value: each, label: text.modes[each] }))}
          value={mode.value}
          onChange={(next) => (mode.value = next)}
        />
        <Choice label={text.right} value={b} others={others} onChange={choose('b')} />
        <button type="button" class="text" onClick={() => (comparison.value = undefined)}>
          {words.close}
        </button>
      </header>
      <Pictures key={`${a.url} ${b.url}`} mode={mode.value} a={a} b={b} />
      <SizeNote a={a.url} b={b.url} />
      <Differences a={a} b={b} />
    </Modal>
  );
}

function Choice({
  label,
  value,
  others,
  onChange,
}: {
  readonly label: string;
  readonly value: Shown;
  readonly others: readonly Shown[];
  readonly onChange: (url: string) => void;
}) {
  return (
    <label class="compare-choice">
      <strong>{label}</strong>
      <select value={value.url} onChange={(event) => onChange(event.currentTarget.value)}>
        {others.map(({ url, label: name }) => (
          <option key={url} value={url}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

interface Pair {
  readonly a: Shown;
  readonly b: Shown;
}

function Pictures({ mode, a, b }: Pair & { readonly mode: Mode }) {
  switch (mode) {
    case 'slider':
      return <SliderPicture a={a} b={b} />;
    case 'side':
      return <SidePictures a={a} b={b} />;
    case 'flip':
      return <FlipPicture a={a} b={b} />;
    case 'difference':
      return <DifferencePicture a={a} b={b} />;
  }
}

/** A, and right of the slider's place B. */
function SliderPicture({ a, b }: Pair) {
  const share = useSignal(50);
  return (
    <div class="compare-stage" style={{ '--cut': `${share.value}%` }}>
      <img src={a.url} alt={text.left} draggable={false} />
      <img class="over" src={b.url} alt={text.right} draggable={false} />
      <input
        type="range"
        min={0}
        max={100}
        value={share.value}
        aria-label={text.share}
        onInput={(event) => (share.value = Number(event.currentTarget.value))}
      />
    </div>
  );
}

/** A, and B as long as it is held. */
function FlipPicture({ a, b }: Pair) {
  const isFlipped = useSignal(false);
  const stage = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => stage.current?.focus(), []); // before the next key, so that Space flips at once
  const [shown, label] = isFlipped.value ? [b, text.right] : [a, text.left];
  return (
    <button
      ref={stage}
      type="button"
      class="compare-stage"
      aria-label={text.flip}
      title={text.flip}
      onPointerDown={() => (isFlipped.value = true)}
      onPointerUp={() => (isFlipped.value = false)}
      onPointerLeave={() => (isFlipped.value = false)}
      onKeyDown={(event) => (event.key === ' ' ? (isFlipped.value = true) : undefined)}
      onKeyUp={(event) => (event.key === ' ' ? (isFlipped.value = false) : undefined)}
    >
      <img src={shown.url} alt={label} draggable={false} />
      <span class="tag">{label}</span>
    </button>
  );
}

/** |A − B|, made brighter by a factor. */
function DifferencePicture({ a, b }: Pair) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const factor = useSignal<(typeof FACTORS)[number]>(1);
  useEffect(() => {
    if (canvas.current) void drawDifference(canvas.current, a.url, b.url, factor.value);
  }, [factor.value]);
  return (
    <>
      <div class="compare-stage">
        <canvas ref={canvas} role="img" aria-label={text.modes.difference} />
      </div>
      <Segments
        className="factors"
        label={text.factor}
        choices={FACTORS.map((each) => ({ value: each, label: `× ${each}` }))}
        value={factor.value}
        onChange={(next) => (factor.value = next)}
      />
    </>
  );
}

async function drawDifference(
  canvas: HTMLCanvasElement,
  a: string,
  b: string,
  factor: number,
): Promise<void> {
  const [left, right] = await Promise.all(
    [a, b].map(async (url) => createImageBitmap(await (await fetch(url)).blob())),
  );
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!left || !right || !context) return;
  [canvas.width, canvas.height] = [left.width, left.height];
  const pixels = (of: ImageBitmap) => {
    const scale = Math.min(canvas.width / of.width, canvas.height / of.height); // fitted to A's box
    const [width, height] = [of.width * scale, of.height * scale];
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.drawImage(of, (canvas.width - width) / 2, (canvas.height - height) / 2, width, height);
    return context.getImageData(0, 0, canvas.width, canvas.height);
  };
  const [one, other] = [pixels(left), pixels(right)];
  one.data.forEach((value, at) => {
    if (at % 4 !== 3) one.data[at] = Math.abs(value - (other.data[at] ?? 0)) * factor;
    else one.data[at] = 255;
  });
  context.putImageData(one, 0, 0);
}

/** The values in which two results differ, and no others. */
function Differences({ a, b }: Pair) {
  const found = useSignal<readonly Difference[] | undefined>(undefined);
  useEffect(() => {
    void Promise.all([promptOfJob(a.job), promptOfJob(b.job)]).then(([left, right]) => {
      found.value = promptDifferences(left, right);
    });
  }, [a.job, b.job]);
  if (!found.value) return null;
  if (found.value.length === 0) return <p class="quiet">{text.none}</p>;
  return (
    <table class="differences">
      <thead>
        <tr>
          <td />
          <th scope="col">{text.left}</th>
          <th scope="col">{text.right}</th>
        </tr>
      </thead>
      <tbody>
        {found.value.map(({ node, input, a: left, b: right }) => (
          <tr key={`${node} ${input}`}>
            <th scope="row">
              {node}: {input}
            </th>
            <td>{left}</td>
            <td>{right}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
