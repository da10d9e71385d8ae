import { effect } from '@preact/signals';
import { render } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { GraphView } from '../canvas/graph-view.ts';
import { NodeBody } from '../panels/node-body.tsx';
import { words } from '../messages/en/words.ts';
import { palette } from '../state/dialogs.ts';
import { dispatch, doc, select, selection, toggleSelected, types } from '../state/editor.ts';
import { sayLoop } from '../state/editing.ts';
import { opened } from '../state/files.ts';
import { nodeRuns, run, runProblems } from '../state/run.ts';
import { colorChanges, theme } from '../state/theme.ts';
import { wheelDevice } from '../state/wheel.ts';
import { watchClipboard } from './clipboard.ts';
import { watchDrops } from './drop.ts';
import { offerToTests } from './e2e.ts';
import { watchKeys } from './keys.ts';
import { nodePaint } from './node-paint.ts';
import { watchPointer } from './pointer.ts';
import { followTitle } from './tab-title.ts';

/** Whether the system asks for less motion: links do not flow then. */
const isStill = matchMedia('(prefers-reduced-motion: reduce)');

/** The graph, joined with the state: what changes there is drawn, what is drawn there becomes commands. */
export function Stage({
  onView,
  onZoom,
}: {
  readonly onView: (view: GraphView) => void;
  readonly onZoom: (zoom: number) => void;
}) {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const stage = element.current;
    if (!stage) return undefined;
    const view = new GraphView(stage, {
      renderBody: (host, node) => render(node === undefined ? null : <NodeBody id={node} />, host),
      paintOf: nodePaint,
      isRunning: (id) =>
        !isStill.matches && run.value !== undefined && nodeRuns.value.get(id)?.state === 'running',
      onCommands: (commands) => {
        dispatch({ kind: 'batch', commands });
        view.show(doc.value, types.value);
      },
      onSelect: (ids, isAdding) => (isAdding ? toggleSelected(ids) : select(ids)),
      onDroppedLink: ({ at, ...request }) => {
        palette.value = { ...request, at: view.pointAt(...at) };
      },
      onRefusedLoop: sayLoop,
      wheelDevice: () => wheelDevice.value,
      onViewChange: ({ scale }) => onZoom(scale),
    });
    onView(view);
    const stops = [
      effect(() => view.show(doc.value, types.value)),
      effect(() => view.showSelection(selection.value)),
      effect(() => stage.querySelector('canvas')?.setAttribute('aria-label', labelOf())),
      effect(() => {
        if (colorChanges.value >= 0) view.showTheme(theme.value === 'dark');
      }),
      ...[nodeRuns, runProblems, run].map((each) => each.subscribe(() => view.redraw())),
      effect(() => {
        if (opened.value > 0) requestAnimationFrame(() => view.fit());
      }),
      followTitle(),
      watchKeys(view),
      watchDrops(view),
      watchClipboard(view),
      watchPointer(stage, view),
      offerToTests(view),
    ];
    return () => {
      for (const stop of stops) stop();
      view.destroy();
    };
  }, []);
  return <div ref={element} id="graph" class="graph" tabIndex={-1} onFocus={onFocus} />;
}

/** The focus that a link brings here is the canvas's. */
function onFocus({ target, currentTarget }: FocusEvent & { readonly currentTarget: HTMLElement }): void {
  if (target === currentTarget) currentTarget.querySelector('canvas')?.focus();
}

/** What the canvas shows, for those who do not see it. */
function labelOf(): string {
  const problems = runProblems.value.length;
  return words.graph.named(
    words.node.count(doc.value.nodes.size),
    problems === 0 ? '' : words.result.count(problems),
  );
}
