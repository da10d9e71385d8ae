import { useComputed, useSignal, useSignalEffect, type ReadonlySignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { words } from '../../messages/en/words.ts';
import { heatWords as text } from '../../messages/en/results.ts';
import { heatPixels } from '../../model/heat-colors.ts';
import type { WatchedWord } from '../../model/watched-words.ts';
import { fetchAttention, fetchMap, type Attention, type WantedMap } from '../../net/attention-client.ts';
import { drawKeeping } from '../../state/heat-map.ts';
import type { Result } from '../../state/run.ts';
import { sayError } from '../../state/toasts.ts';
import { Segments } from '../segments.tsx';

const SUBJECT = 'S*';

/** A result with a map over it of where a word of its prompt acted; the picture itself is untouched. */
export function HeatMap({ result }: { readonly result: Result }) {
  const kept = useSignal<Attention | 'none' | undefined>(undefined);
  useEffect(
    () => void fetchAttention(result.run).then((found) => (kept.value = found ?? 'none'), sayError),
    [],
  );
  if (kept.value === undefined || kept.value === 'none')
    return (
      <>
        <Picture result={result} />
        {kept.value === 'none' ? (
          <p class="heat-none">
            {text.none}
            <button type="button" class="text" onClick={() => void drawKeeping(result.run)}>
              {text.keep}
            </button>
          </p>
        ) : null}
      </>
    );
  return <Kept result={result} attention={kept.value} />;
}

function Picture({ result }: { readonly result: Result }) {
  return (
    <div class="stage">
      <img src={result.url} alt={words.result.one} draggable={false} />
    </div>
  );
}

function Kept({ result, attention }: { readonly result: Result; readonly attention: Attention }) {
  const { node, steps, sizes } = attention;
  const subject = attention.words.find(({ token }) => token === undefined);
  const chosen = useSignal<WatchedWord>(subject ?? { text: SUBJECT, token: undefined });
  const pointed = useSignal<WatchedWord | undefined>(undefined);
  const settings = useSignal({ opacity: 60, size: sizes[0] ?? 0, from: 0, to: steps });
  const map = useMap(
    result.run,
    node,
    useComputed(() => ({ ...settings.value, ...(pointed.value ?? chosen.value) })),
  );
  const set = (change: Partial<typeof settings.value>) => (settings.value = { ...settings.value, ...change });
  const { opacity, size, from, to } = settings.value;
  return (
    <>
      <div class="stage heat">
        <img src={result.url} alt={words.result.one} draggable={false} />
        <Overlay map={map.value} opacity={opacity} url={result.url} />
      </div>
      <Words
        words={attention.words}
        chosen={chosen.value}
        onPoint={(word) => (pointed.value = word)}
        onChoose={(word) => (chosen.value = word)}
      />
      <Legend map={map.value} />
      <Slider
        label={text.opacity}
        value={opacity}
        least={0}
        most={100}
        onChange={(next) => set({ opacity: next })}
      />
      <Slider
        label={text.from}
        value={from + 1}
        least={1}
        most={to}
        onChange={(next) => set({ from: next - 1 })}
      />
      <Slider
        label={text.to}
        value={to}
        least={from + 1}
        most={steps}
        onChange={(next) => set({ to: next })}
      />
      {sizes.length > 1 ? (
        <Segments
          label={text.size}
          choices={sizes.map((each) => ({ value: each, label: `${each} × ${each}` }))}
          value={size}
          onChange={(next) => set({ size: next })}
        />
      ) : null}
    </>
  );
}

/** The map that is wanted last; until it is there, the one before. */
function useMap(
  job: string,
  node: string,
  wanted: ReadonlySignal<WantedMap>,
): ReadonlySignal<Uint8Array | undefined> {
  const map = useSignal<Uint8Array | undefined>(undefined);
  useSignalEffect(() => {
    const asked = wanted.value;
    fetchMap(job, node, asked).then((found) => {
      if (wanted.peek() === asked) map.value = found;
    }, sayError);
  });
  return map;
}

/** The words of the prompt: pointing at one shows its map, choosing one keeps it. */
function Words({
  words: all,
  chosen,
  onPoint,
  onChoose,
}: {
  readonly words: readonly WatchedWord[];
  readonly chosen: WatchedWord;
  readonly onPoint: (word: WatchedWord | undefined) => void;
  readonly onChoose: (word: WatchedWord) => void;
}) {
  return (
    <div class="heat-words" role="group" aria-label={text.words}>
      {all.map((word) => (
        <button
          key={`${word.token ?? ''} ${word.text}`}
          type="button"
          aria-pressed={word === chosen}
          onPointerEnter={() => onPoint(word)}
          onPointerLeave={() => onPoint(undefined)}
          onFocus={() => onPoint(word)}
          onBlur={() => onPoint(undefined)}
          onClick={() => onChoose(word)}
        >
          {word.text}
        </button>
      ))}
    </div>
  );
}

/** The map as a canvas of its own few pixels, which the page scales up smoothly over the picture. */
function Overlay({
  map,
  opacity,
  url,
}: {
  readonly map: Uint8Array | undefined;
  readonly opacity: number;
  readonly url: string;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const ratio = useSignal(1);
  useEffect(() => {
    const image = new Image();
    image.onload = () => (ratio.value = image.naturalWidth / Math.max(1, image.naturalHeight));
    image.src = url;
  }, [url]);
  useEffect(() => {
    const surface = canvas.current;
    if (!surface || !map) return;
    const side = Math.sqrt(map.length);
    [surface.width, surface.height] = [side, side];
    surface.getContext('2d')?.putImageData(new ImageData(heatPixels(map), side, side), 0, 0);
  }, [map]);
  const width = ratio.value >= 1 ? '100%' : `${100 * ratio.value}%`;
  return <canvas ref={canvas} style={{ opacity: opacity / 100, width, aspectRatio: String(ratio.value) }} />;
}

function Legend({ map }: { readonly map: Uint8Array | undefined }) {
  const most = map?.reduce((a, b) => Math.max(a, b), 0) ?? 0;
  return (
    <p class="heat-legend">
      <span>0</span>
      <span class="heat-scale" role="img" aria-label={text.legend} />
      <span>{text.share(most / 255)}</span>
    </p>
  );
}

function Slider({
  label,
  value,
  least,
  most,
  onChange,
}: {
  readonly label: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly onChange: (value: number) => void;
}) {
  return (
    <label class="heat-slider">
      <span>{label}</span>
      <input
        type="range"
        min={least}
        max={most}
        value={value}
        onInput={(event) => onChange(Number(event.currentTarget.value))}
      />
      <output>{value}</output>
    </label>
  );
}
