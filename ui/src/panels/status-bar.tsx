import { words } from '../messages/en/words.ts';
import { part } from '../state/dialogs.ts';
import { doc } from '../state/editor.ts';
import { isConnected, lastEnd, progress, queueLength, run, type Run } from '../state/run.ts';
import { Icon } from './icon.tsx';

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
      <span class="words" role="status" aria-live="polite">
        {current ? runWords(current) : lastEnd.value}
      </span>
      <button type="button" onClick={() => (part.value = 'queue')}>
        {others > 0 ? words.run.queued(others) : words.run.queue}
      </button>
      <span class="space" />
      <span class="count">{words.node.count(doc.value.nodes.size)}</span>
      <button type="button" title={words.view.wholeKey} onClick={onZoom}>
        {Math.round(zoom * 100)} %
      </button>
      <button type="button" title={words.view.allKey} aria-label={words.view.all} onClick={onFit}>
        <Icon name="fit" size={15} />
      </button>
    </footer>
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
