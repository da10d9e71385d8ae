import type { NodePaint } from '../canvas/paint-node.ts';
import { words } from '../messages/en/words.ts';
import { doc, selection, types } from '../state/editor.ts';
import { nodeRuns, runProblems } from '../state/run.ts';

const text = words.run;

/** What of the state the canvas shows of a node. */
export function nodePaint(id: string): Omit<NodePaint, 'takes' | 'zoom' | 'isHovered'> {
  const node = doc.value.nodes.get(id);
  const type = types.value.get(node?.type ?? '');
  const run = nodeRuns.value.get(id);
  return {
    title: node?.title ?? type?.title ?? node?.type ?? '',
    isKnown: type !== undefined || types.value.size <= 1,
    isSelected: selection.value.has(id),
    run: run?.state ?? 'none',
    progress: run && run.max > 0 ? run.value / run.max : 0,
    badge: badgeOf(run),
    hasProblem: runProblems.value.some((problem) => problem.node === id),
  };
}

function badgeOf(run: ReturnType<typeof nodeRuns.value.get>): string {
  switch (run?.state) {
    case 'running':
      return run.max > 1 ? `${run.value} / ${run.max}` : text.states.running;
    case 'done':
      return run.seconds === undefined
        ? text.states.done
        : text.seconds(run.seconds.toFixed(run.seconds < 10 ? 1 : 0));
    case 'cached':
      return text.states.cached;
    case 'failed':
      return text.states.failed;
    default:
      return '';
  }
}
