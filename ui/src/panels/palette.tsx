import { useComputed } from '@preact/signals';
import { words } from '../messages/en/words.ts';
import { dialogWords, linkWords } from '../messages/en/dialogs.ts';
import type { NodeType } from '../model/node-type.ts';
import { replacements } from '../model/replace-node.ts';
import { searchTypes } from '../model/search.ts';
import { palette } from '../state/dialogs.ts';
import { doc, types } from '../state/editor.ts';
import { addNode } from '../state/editing.ts';
import { replaceNode } from '../state/replacing.ts';
import { say } from '../state/toasts.ts';
import { Finder } from './finder.tsx';

const MAX_SHOWN = 60;

/** The search for a node to add. */
export function Palette() {
  const request = palette.value;
  if (!request) return null;
  if (request.replaces !== undefined) return <Replacements id={request.replaces} />;
  const find = (query: string) =>
    searchTypes(types.value.values(), query, request.wanted)
      .slice(0, MAX_SHOWN)
      .map((type) => ({
        key: type.name,
        row: <Row type={type} note={type.category} />,
        take: () => {
          close();
          const before = doc.value;
          addNode(type, request);
          if (request.end && doc.value !== before) say(linkWords.added(type.title));
        },
      }));
  const asked = request.wanted ? dialogWords.nodesFor(request.wanted.type) : words.node.add;
  return (
    <Finder label={words.node.add} asked={asked} none={dialogWords.noNode} find={find} onClose={close} />
  );
}

/** The types that an unknown node can become. */
function Replacements({ id }: { readonly id: string }) {
  const node = doc.value.nodes.get(id);
  const found = useComputed(() => replacements(doc.value, id, types.value));
  const find = (query: string) => {
    const order = new Map(found.value.map((each) => [each.type, each]));
    const list = query === '' ? [...order.keys()] : searchTypes(order.keys(), query);
    return list.slice(0, MAX_SHOWN).flatMap((type) => {
      const { kept, total } = order.get(type) ?? { kept: 0, total: 0 };
      const take = () => {
        close();
        replaceNode(id, type);
      };
      return [{ key: type.name, row: <Row type={type} note={dialogWords.keepsLinks(kept, total)} />, take }];
    });
  };
  const asked = dialogWords.replaceBy(node?.title ?? node?.type ?? id);
  return (
    <Finder label={words.fixes.replace} asked={asked} none={dialogWords.noNode} find={find} onClose={close} />
  );
}

function Row({ type, note }: { readonly type: NodeType; readonly note: string }) {
  return (
    <>
      <span class="name">{type.title}</span>
      <span class="category">{note}</span>
      <span class="about">{type.description}</span>
    </>
  );
}

function close(): void {
  palette.value = undefined;
}
