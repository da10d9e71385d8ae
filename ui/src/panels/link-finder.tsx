import { useComputed } from '@preact/signals';
import { words } from '../messages/en/words.ts';
import { linkWords as text } from '../messages/en/dialogs.ts';
import {
  endsOf,
  movableLinks,
  newLinks,
  removableLinks,
  type LinkChange,
  type LinkEnd,
} from '../model/link-changes.ts';
import { linkInto } from '../model/document.ts';
import { afterDialogs, linking, palette, type LinkingKind, type PaletteRequest } from '../state/dialogs.ts';
import { sayLoop } from '../state/editing.ts';
import { dispatch, doc, nodeTitle, types, undo } from '../state/editor.ts';
import { say } from '../state/toasts.ts';
import { Finder, type Findable } from './finder.tsx';

const MAX_SHOWN = 200;
const CHANGES = { connect: newLinks, takeOff: removableLinks, move: movableLinks } as const;

/** An entry of the list before it is narrowed. */
interface Entry extends Omit<Findable, 'row'> {
  readonly words: string;
  readonly note: string;
}

/** What dragging does with the links of a node, as a list to choose from. */
export function LinkFinder() {
  const request = linking.value;
  const entries = useComputed(() => {
    const { kind, node } = linking.value ?? {};
    if (kind === undefined || node === undefined) return [];
    const changes = CHANGES[kind](doc.value, types.value, node).map((change) => changeEntry(kind, change));
    return kind === 'connect' ? [...changes, ...newNodeEntries(node)] : changes;
  });
  if (!request) return null;
  const find = (query: string) => {
    const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
    return entries.value
      .filter((entry) => wanted.every((word) => `${entry.words} ${entry.note}`.toLowerCase().includes(word)))
      .slice(0, MAX_SHOWN)
      .map((entry) => ({ ...entry, row: <Row {...entry} /> }));
  };
  const label = words.links[request.kind];
  return (
    <Finder
      label={label}
      asked={`${nodeTitle(request.node)}: ${label}`}
      none={text[request.kind].none}
      find={find}
      onClose={close}
    />
  );
}

function Row({ words: said, note }: Pick<Entry, 'words' | 'note'>) {
  return (
    <>
      <span class="name">{said}</span>
      <span class="category">{note}</span>
    </>
  );
}

function changeEntry(kind: LinkingKind, change: LinkChange): Entry {
  const { own, other, commands, loop } = change;
  const replaced = kind === 'takeOff' ? undefined : replacedBy(change);
  const said = wordsOf(kind, change);
  return {
    key: JSON.stringify([own.side, own.index, other?.node, other?.index]),
    words: said,
    note: [
      ...(other ? [words.node.byId(other.node)] : []),
      ...(loop ? [text.loop] : []),
      ...(replaced === undefined ? [] : [text.replaces(replaced)]),
    ].join(', '),
    take: () => {
      close();
      const before = doc.value;
      if (loop) sayLoop(loop);
      else dispatch({ kind: 'batch', commands });
      if (doc.value !== before) say(text[kind].done(said), { actions: [{ label: words.undo, run: undo }] });
    },
  };
}

function wordsOf(kind: LinkingKind, { own, other, commands }: LinkChange): string {
  const there = other ? `${nodeTitle(other.node)} · ${other.slot.label}` : text.all(commands.length);
  if (kind === 'move')
    return own.side === 'output'
      ? text.allTo(own.slot.label, commands.length, there)
      : text.endTo(own.slot.label, there);
  return joined(own, there);
}

function joined({ side, slot }: LinkEnd, there: string): string {
  return `${slot.label} ${side === 'output' ? '→' : '←'} ${there}`;
}

/** The node whose link the change takes the place of. */
function replacedBy({ own, other }: LinkChange): string | undefined {
  const input = other?.side === 'input' ? other : own.side === 'input' ? own : undefined;
  const old = input && linkInto(doc.value, input.node, input.slot.name);
  return old && nodeTitle(old.from.node);
}

/** For each slot a node that is not there yet, which is searched as for a link that was dropped on nothing. */
function newNodeEntries(id: string): Entry[] {
  const node = doc.value.nodes.get(id);
  const [x, y] = node?.pos ?? [0, 0];
  return endsOf(doc.value, types.value, id).map((own): Entry => {
    const { side, index, slot } = own;
    const request: PaletteRequest =
      side === 'output'
        ? {
            at: [x + (node?.size?.[0] ?? NODE_PX) + GAP_PX, y],
            wanted: { side: 'input', type: slot.type },
            end: { from: { node: id, slot: index } },
          }
        : {
            at: [x - NODE_PX - GAP_PX, y],
            wanted: { side: 'output', type: slot.type },
            end: { to: { node: id, input: slot.name } },
          };
    return {
      key: JSON.stringify([side, index]),
      words: joined(own, text.newNode),
      note: '',
      take: () => {
        close();
        afterDialogs(() => (palette.value = request));
      },
    };
  });
}

const NODE_PX = 240;
const GAP_PX = 60;

function close(): void {
  linking.value = undefined;
}
