import { useEffect, useRef } from 'preact/hooks';
import { conceptWords as text } from '../messages/en/concepts.ts';
import type { FieldPlace } from '../model/roles.ts';
import { conceptPictureUrl, type Concept } from '../net/concepts-client.ts';
import { sayError } from '../state/toasts.ts';
import { askRemoval, concepts, downloadConcept, refreshConcepts, takeConcepts } from '../state/concepts.ts';
import { addConcept, selectedPlace, setConcept } from '../state/placing-concepts.ts';
import { menu, renamingConcept } from '../state/dialogs.ts';
import { dispatch, nodeTitle } from '../state/editor.ts';
import { roles, valueAt } from '../state/start.ts';
import { CONCEPT_DATA } from './drag-data.ts';
import { Icon } from './icon.tsx';

/** The subjects that were kept: each is dragged onto the graph, onto a node or into a prompt. */
export function Concepts({ middle }: { readonly middle: () => readonly [number, number] }) {
  const chooser = useRef<HTMLInputElement>(null);
  useEffect(() => void refreshConcepts(), []);
  const list = concepts.value;
  return (
    <div class="scroll">
      <p class="quiet">{list?.length === 0 ? text.none : text.hint}</p>
      <ul class="concepts">
        {list?.map((concept) => (
          <Tile key={concept.file} concept={concept} middle={middle} />
        ))}
      </ul>
      <button type="button" class="text" onClick={() => chooser.current?.click()}>
        {text.take}
      </button>
      <input
        ref={chooser}
        type="file"
        hidden
        multiple
        accept=".safetensors"
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = '';
          void takeConcepts(files);
        }}
      />
    </div>
  );
}

function Tile({
  concept,
  middle,
}: {
  readonly concept: Concept;
  readonly middle: () => readonly [number, number];
}) {
  const { file, name, fault, bundles, hasThumbnail } = concept;
  const note = fault !== '' ? text.broken : bundles.length === 0 ? text.foreign : '';
  return (
    <li data-concept={name}>
      <button
        type="button"
        class="concept"
        draggable
        title={[name, fault].filter((part) => part !== '').join('\n')}
        onDragStart={(event) => {
          event.dataTransfer?.setData(CONCEPT_DATA, file);
          event.dataTransfer?.setData('text/plain', 'S*'); // what a text box takes
        }}
        onClick={() => use(file, middle)}
        onContextMenu={(event) => {
          event.preventDefault();
          openMenu(concept, middle, [event.clientX, event.clientY]);
        }}
      >
        {hasThumbnail ? (
          <img src={conceptPictureUrl(concept)} alt="" draggable={false} />
        ) : (
          <span class="blank">
            <Icon name="image" size={26} />
          </span>
        )}
        <span>{name}</span>
        {note === '' ? null : (
          <small>
            <Icon name="warning" size={12} />
            {note}
          </small>
        )}
      </button>
      <button
        type="button"
        class="mini"
        title={text.more(name)}
        aria-label={text.more(name)}
        aria-haspopup="menu"
        onClick={({ currentTarget }) => {
          const { left, bottom } = currentTarget.getBoundingClientRect();
          openMenu(concept, middle, [left, bottom]);
        }}
      >
        <Icon name="more" size={14} />
      </button>
    </li>
  );
}

/** Puts the place of a subject at the end of a prompt. */
function insert({ node, field }: FieldPlace): void {
  const before = valueAt({ node, field });
  const value = `${typeof before === 'string' ? before.trimEnd() : ''} S*`.trim();
  dispatch({ kind: 'setValue', node, name: field, value });
}

/** Into the selected node where that loads one, else as a new node. */
function use(file: string, middle: () => readonly [number, number]): void {
  const place = selectedPlace();
  if (place) setConcept(place, file);
  else addConcept(file, middle());
}

function openMenu(
  concept: Concept,
  middle: () => readonly [number, number],
  at: readonly [number, number],
): void {
  const { file, name, isOwn } = concept;
  const place = selectedPlace();
  const { prompt } = roles.value;
  menu.value = {
    at,
    label: name,
    entries: [
      ...(place ? [{ label: text.useIn(nodeTitle(place.node)), run: () => setConcept(place, file) }] : []),
      { label: text.add, run: () => addConcept(file, middle()) },
      ...(prompt ? [{ label: text.insert, run: () => insert(prompt) }] : []),
      { label: text.download, run: () => downloadConcept(concept) },
      null,
      {
        label: text.rename,
        isDisabled: !isOwn,
        run: () => (renamingConcept.value = { file, name }),
      },
      { label: text.remove, isDisabled: !isOwn, run: () => void askRemoval(concept).catch(sayError) },
    ],
  };
}
