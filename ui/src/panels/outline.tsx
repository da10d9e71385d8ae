import { words } from '../messages/en.ts';
import { doc, select, types } from '../state/editor.ts';
import { nodeRuns, runProblems } from '../state/run.ts';

/** The graph as a list, for those who do not see the canvas. */
export function Outline({ onShow }: { readonly onShow: (node: string) => void }) {
  const { nodes, links } = doc.value;
  const nameOf = (id: string) => {
    const node = nodes.get(id);
    return node?.title ?? types.value.get(node?.type ?? '')?.title ?? node?.type ?? id;
  };
  return (
    <section class="outline" aria-label="Outline of the graph">
      <ul>
        {[...nodes.values()].map((node) => {
          const incoming = links.filter(({ to }) => to.node === node.id);
          const problem = runProblems.value.find((each) => each.node === node.id)?.sentence;
          const state = nodeRuns.value.get(node.id)?.state;
          return (
            <li key={node.id}>
              <button
                type="button"
                onClick={() => {
                  select([node.id]);
                  onShow(node.id);
                }}
              >
                {nameOf(node.id)}
                {node.state === 'on' ? '' : `, ${node.state}`}
                {node.isCollapsed ? `, ${words.node.isFolded}` : ''}
                {node.isPinned ? `, ${words.node.isPinned}` : ''}
                {state ? `, ${state}` : ''}
                {problem ? `, problem: ${problem}` : ''}
                {incoming.map(({ from, to }) => `, ${to.input} from ${nameOf(from.node)}`).join('')}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
