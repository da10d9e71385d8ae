import { useComputed, useSignal, useSignalEffect } from '@preact/signals';
import { words } from '../messages/en/words.ts';
import { linkIndex } from '../model/document.ts';
import { doc, nodeTitle, select, selection, toggleSelected } from '../state/editor.ts';
import { nodeRuns, runProblems } from '../state/run.ts';

interface OutlineHooks {
  readonly onShow: (node: string) => void;
  /** Goes to the fields of a node. */
  readonly onGo: (node: string) => void;
  readonly onMenu: (node: string) => void;
}

/** The graph as a list, for those who do not see the canvas; it follows the frame that shows a change on the canvas. */
export function Outline(does: OutlineHooks) {
  const ids = useComputed(() => JSON.stringify([...doc.value.nodes.keys()])); // a text stays the same as long as they do
  const chosen = useComputed(() => {
    const [only, ...others] = selection.value;
    return only === undefined || others.length > 0 ? '' : sentenceOf(only);
  });
  const shown = useSignal(ids.peek());
  useSignalEffect(() => {
    const next = ids.value;
    return afterFrame(() => (shown.value = next));
  });
  return (
    <section class="outline" aria-label={words.graph.outline}>
      <p class="for-ears" role="status">
        {chosen}
      </p>
      <ul>
        {(JSON.parse(shown.value) as string[]).map((id) => (
          <Entry key={id} id={id} {...does} />
        ))}
      </ul>
    </section>
  );
}

/** Calls after the next frame; answers what takes that back. */
function afterFrame(call: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const frame = requestAnimationFrame(() => (timer = setTimeout(call)));
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}

/** A node; what changes at others is no work here. */
function Entry({ id, onShow, onGo, onMenu }: OutlineHooks & { readonly id: string }) {
  const text = useComputed(() => sentenceOf(id));
  const isSelected = useComputed(() => selection.value.has(id));
  return (
    <li>
      <button
        type="button"
        data-node={id}
        onContextMenu={(event) => {
          event.preventDefault();
          onMenu(id);
        }}
        aria-pressed={isSelected.value}
        onClick={({ shiftKey }) => {
          const isAgain = selection.value.size === 1 && isSelected.value;
          if (isAgain && !shiftKey) {
            onGo(id);
            return;
          }
          if (shiftKey) toggleSelected([id]);
          else select([id]);
          onShow(id);
        }}
      >
        {text}
      </button>
    </li>
  );
}

/** All that there is to say of a node: name, states, problem, links. */
function sentenceOf(id: string): string {
  const node = doc.value.nodes.get(id);
  if (!node) return '';
  const state = nodeRuns.value.get(id)?.state;
  const problem = runProblems.value.find((each) => each.node === id)?.sentence;
  const incoming = linkIndex(doc.value).into.get(id) ?? [];
  return [
    nodeTitle(id),
    ...(node.state === 'on' ? [] : [words.node.states[node.state]]),
    ...(node.isCollapsed ? [words.node.isFolded] : []),
    ...(node.isPinned ? [words.node.isPinned] : []),
    ...(state ? [words.run.states[state]] : []),
    ...(problem ? [words.node.problem(problem)] : []),
    ...incoming.map(({ from, to }) => words.node.linkFrom(to.input, nodeTitle(from.node))),
  ].join(', ');
}
