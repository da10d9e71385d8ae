import { useRef } from 'preact/hooks';
import { photoWords } from '../messages/en/photo.ts';
import { words } from '../messages/en/words.ts';
import { dialogWords } from '../messages/en/dialogs.ts';
import { picking } from '../state/dialogs.ts';
import { dispatch, doc, types } from '../state/editor.ts';
import { inputFile, viewUrl } from '../net/server-client.ts';
import { setPhoto } from '../state/photos.ts';
import { valueAt } from '../state/start.ts';
import { Finder, type Findable } from './finder.tsx';

const MAX_SHOWN = 100;
const PICTURE = /\.(png|jpe?g|webp|avif|bmp|gif)( \[\w+\])?$/i;

/** Another value for a field: what the server has, pictures with their looks, and for a photo one of this computer. */
export function ChoiceFinder() {
  const chooser = useRef<HTMLInputElement>(null);
  const place = picking.value;
  const type = types.value.get(doc.value.nodes.get(place?.node ?? '')?.type ?? '');
  const field = type?.fields.find(({ name }) => name === place?.field);
  if (!place || !field) return null;
  const value = valueAt(place);
  const isPhoto = field.kind === 'photo';
  const upload: Findable = {
    key: '',
    row: <span class="name">{photoWords.browse}</span>,
    take: () => chooser.current?.click(),
  };
  const find = (query: string) => [
    ...(isPhoto && query === '' ? [upload] : []),
    ...field.choices
      .filter((choice) => choice.toLowerCase().includes(query.toLowerCase()))
      .slice(0, MAX_SHOWN)
      .map((choice) => ({
        key: choice,
        row: <Row choice={choice} />,
        take: () => {
          dispatch({ kind: 'setValue', node: place.node, name: place.field, value: choice });
          close();
        },
      })),
  ];
  return (
    <>
      <Finder
        label={words.fixes.choose}
        asked={`${type?.title ?? ''}: ${field.label}`}
        none={dialogWords.noValue}
        first={typeof value === 'string' ? value : ''}
        find={find}
        onClose={close}
      />
      <input
        ref={chooser}
        type="file"
        hidden
        data-role="another-photo"
        accept="image/png,image/jpeg,image/webp,image/avif,image/bmp,image/gif"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (file) void setPhoto(place.node, place.field, file).then(close);
        }}
      />
    </>
  );
}

function Row({ choice }: { readonly choice: string }) {
  return (
    <>
      <span class="name">{choice}</span>
      {PICTURE.test(choice) ? (
        <img class="found-picture" src={viewUrl(inputFile(choice), true)} alt="" loading="lazy" />
      ) : null}
    </>
  );
}

function close(): void {
  picking.value = undefined;
}
