import { searchTypes } from '../model/search.ts';
import { palette } from '../state/dialogs.ts';
import { types } from '../state/editor.ts';
import { addNode } from '../state/editing.ts';
import { Finder } from './finder.tsx';

const MAX_SHOWN = 60;

/** The search for a node to add. */
export function Palette() {
  const request = palette.value;
  if (!request) return null;
  const find = (query: string) =>
    searchTypes(types.value.values(), query, request.wanted)
      .slice(0, MAX_SHOWN)
      .map((type) => ({
        key: type.name,
        row: (
          <>
            <span class="name">{type.title}</span>
            <span class="category">{type.category}</span>
            <span class="about">{type.description}</span>
          </>
        ),
        take: () => {
          close();
          addNode(type, request);
        },
      }));
  const asked = request.wanted ? `Nodes for ${request.wanted.type}` : 'Add a node';
  return <Finder label="Add a node" asked={asked} none="No node fits" find={find} onClose={close} />;
}

function close(): void {
  palette.value = undefined;
}
