import { untracked, useComputed, useSignal, useSignalEffect } from '@preact/signals';
import { words } from '../messages/en/words.ts';
import { part } from '../state/dialogs.ts';
import { doc } from '../state/editor.ts';
import { isConnected, lastEnd, progress, queueLength, run, type Run } from '../state/run.ts';
import { Icon } from './icon.tsx';

const SPOKEN_MS = 10_000;

/** The bar below the graph: the server, the run, the zoom. */
export function StatusBar({
  zoom,
  onFit,
  onZoom,
}: {
  readonly zoom: number;
  readonly onFit: () => void;
  readonly onZoom: () => void;
}) {
  const current = run.value;
  const others = queueLength.value - (current && current.phase !== 'sending' ? 1 : 0);
  return (
    <footer class="status-bar">
      <span class={`pill ${isConnected.value ? 'ready' : 'away'}`}>
        {isConnected.value ? words.server.ready : words.server.away}
      </span>
      <span class="words" role="status" aria-live={current?.phase === 'running' ? 'off' : 'polite'}>
        {current ? runWords(current) : lastEnd.value}
      </span>
      <SpokenProgress />
      <button type="button" onClick={() => (part.value = 'queue')}>
        {others > 0 ? words.run.queued(others) : words.run.queue}
      </button>
      <span class="space" />
      <span class="count">{words.node.count(doc.value.nodes.size)}</span>
      <button type="button" title={words.view.wholeKey} onClick={onZoom}>
        {words.view.share(zoom)}
      </button>
      <button type="button" title={words.view.allKey} aria-label={words.view.all} onClick={onFit}>
        <Icon name="fit" size={15} />
      </button>
    </footer>
  );
}

/** What a run is at for those who hear it, every ten seconds; its beginning and its end are said by the bar itself. */
function SpokenProgress() {
  const spoken = useSignal('');
  const isRunning = useComputed(() => run.value?.phase === 'running');
  useSignalEffect(() => {
    spoken.value = '';
    if (!isRunning.value) return undefined;
    const timer = setInterval(() => {
      spoken.value = untracked(() => (run.value ? runWords(run.value) : ''));
    }, SPOKEN_MS);
    return () => clearInterval(timer);
  });
  return (
    <span class="for-ears" role="status">
      {spoken}
    </span>
  );
}

/** What the run is at, and the seconds left when they can be told. */
export function runWords(current: Run): string {
  const share = progress.value;
  if (current.phase === 'stopping') return words.run.stopping;
  if (current.phase !== 'running') return words.run.sent;
  const sampling = [...current.nodes.values()].find(({ state, max }) => state === 'running' && max > 1);
  if (!sampling) return words.run.working;
  const spent = (Date.now() - current.startedAt) / 1000;
  const left = share > 0.1 ? words.run.left(Math.max(1, Math.round((spent / share) * (1 - share)))) : '';
  return words.run.step(sampling.value, sampling.max, left);
}
