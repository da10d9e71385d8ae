import type { NodePaint } from '../canvas/paint-node.ts';
import { words } from '../messages/en/words.ts';
import { doc, selection, types } from '../state/editor.ts';
import { nodeRuns, runProblems, type NodeRun } from '../state/run.ts';

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

/** The state in a word, the step, or the time. */
function badgeOf(run: NodeRun | undefined): string {
  switch (run?.state) {
    case 'waiting':
      return text.states.waiting;
    case 'running':
      return run.max > 1 ? `${run.value} / ${run.max}` : text.states.running;
    case 'done':
      return run.seconds === undefined ? text.states.done : shownTime(run.seconds);
    case 'cached':
      return text.states.cached;
    case 'failed':
      return run.seconds === undefined ? text.states.failed : text.failedAfter(shownTime(run.seconds));
    default:
      return '';
  }
}

function shownTime(seconds: number): string {
  return text.seconds(seconds);
}
