import { useComputed, useSignal } from '@preact/signals';
import { searchTypes } from '../model/search.ts';
import type { NodeType } from '../model/node-type.ts';
import { words } from '../messages/en/words.ts';
import { renamingFile } from '../state/dialogs.ts';
import { openDraft, recent } from '../state/drafts.ts';
import { types } from '../state/editor.ts';
import { openWorkflow, workflows } from '../state/files.ts';
import { keepsConcepts } from '../state/placing-concepts.ts';
import type { WorkflowEntry } from '../net/server-client.ts';
import { NODE_TYPE_DATA } from './drag-data.ts';
import { Icon } from './icon.tsx';
import { lazyPart } from './lazy-part.tsx';
import { TemplateTile } from './template-tile.tsx';

const MOST_RECENT = 8;
const text = words.library;
const Concepts = lazyPart(async () => (await import('./concepts.tsx')).Concepts);

/** What the panel can show. */
type Tab = 'workflows' | 'nodes' | 'concepts';

/** The panel of workflows, node types and, where the server keeps them, concepts. */
export function Library({
  onAdd,
  middle,
}: {
  readonly onAdd: (type: NodeType) => void;
  readonly middle: () => readonly [number, number];
}) {
  const tab = useSignal<Tab>('workflows');
  const tabs = useComputed((): readonly Tab[] => [
    ...(['workflows', 'nodes'] as const),
    ...(keepsConcepts(types.value) ? (['concepts'] as const) : []),
  ]);
  return (
    <nav class="library panel" aria-label={text.label}>
      <div class="tabs" role="tablist">
        {tabs.value.map((name) => (
          <button
            type="button"
            role="tab"
            key={name}
            aria-selected={tab.value === name}
            onClick={() => (tab.value = name)}
          >
            {text[name]}
          </button>
        ))}
      </div>
      {tab.value === 'workflows' ? <Workflows /> : null}
      {tab.value === 'nodes' ? <NodeTypes onAdd={onAdd} /> : null}
      {tab.value === 'concepts' ? <Concepts middle={middle} /> : null}
    </nav>
  );
}

function Workflows() {
  const shipped = workflows.value.filter(({ source }) => source.kind === 'template');
  const own = workflows.value.filter(({ source }) => source.kind === 'own');
  return (
    <div class="scroll">
      <h2>{text.shipped}</h2>
      {shipped.length === 0 ? <p class="quiet">{text.noShipped}</p> : null}
      <ul class="templates">
        {shipped.map((entry) => (
          <li key={entry.name}>
            <TemplateTile entry={entry} label={readable(entry.name)} />
          </li>
        ))}
      </ul>
      <h2>{text.own}</h2>
      <Entries entries={own} none={text.noOwn} />
      <h2>{words.drafts.recent}</h2>
      <Recent />
    </div>
  );
}

/** What this browser worked on. */
function Recent() {
  const list = recent.value.slice(0, MOST_RECENT);
  if (list.length === 0) return <p class="quiet">{words.drafts.none}</p>;
  return (
    <ul class="entries" aria-label={words.drafts.recent}>
      {list.map(({ id, title, at, isDirty }) => (
        <li key={id}>
          <button type="button" title={new Date(at).toLocaleString()} onClick={() => void openDraft(id)}>
            <Icon name="file" size={16} />
            <span>{readable(title)}</span>
            {isDirty ? <i class="dirty" title={words.drafts.unsaved} /> : null}
          </button>
        </li>
      ))}
    </ul>
  );
}

function Entries({ entries, none }: { readonly entries: readonly WorkflowEntry[]; readonly none: string }) {
  if (entries.length === 0) return <p class="quiet">{none}</p>;
  return (
    <ul class="entries">
      {entries.map((entry) => (
        <li key={entry.name}>
          <button type="button" title={entry.name} onClick={() => void openWorkflow(entry)}>
            <Icon name="file" size={16} />
            <span>{readable(entry.name)}</span>
          </button>
          <button
            type="button"
            class="mini"
            title={words.files.rename}
            aria-label={words.files.renameOf(entry.name)}
            onClick={() => (renamingFile.value = entry.name)}
          >
            <Icon name="edit" size={14} />
          </button>
        </li>
      ))}
    </ul>
  );
}

function NodeTypes({ onAdd }: { readonly onAdd: (type: NodeType) => void }) {
  const query = useSignal('');
  const categories = useComputed(() => {
    const grouped = new Map<string, NodeType[]>();
    for (const type of searchTypes(types.value.values(), query.value))
      grouped.set(type.category, [...(grouped.get(type.category) ?? []), type]);
    return [...grouped].sort(([a], [b]) => a.localeCompare(b));
  });
  return (
    <>
      <label class="search">
        <Icon name="search" size={16} />
        <input
          type="search"
          placeholder={text.find}
          aria-label={text.find}
          value={query.value}
          onInput={(event) => (query.value = event.currentTarget.value)}
        />
      </label>
      <div class="scroll">
        {categories.value.map(([category, group]) => (
          <section key={category}>
            <h2>{category}</h2>
            <ul class="entries">
              {group.map((type) => (
                <li key={type.name}>
                  <button
                    type="button"
                    draggable
                    title={type.description || type.name}
                    onDragStart={(event) => event.dataTransfer?.setData(NODE_TYPE_DATA, type.name)}
                    onClick={() => onAdd(type)}
                  >
                    <span>{type.title}</span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </>
  );
}

/** `image-to-image` as a person would write it. */
function readable(name: string): string {
  const words = name.replaceAll(/[-_]+/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
