import { useRef, useState } from 'preact/hooks';
import { inputFile, viewUrl } from '../../net/server-client.ts';
import { words } from '../../messages/en/words.ts';
import { retouching } from '../../state/dialogs.ts';
import { isMaskNode, setPhoto } from '../../state/photos.ts';
import { Icon } from '../icon.tsx';
import type { FieldProps } from './field-props.ts';
import { Choices } from './simple-fields.tsx';

/** A picture: its thumbnail, which takes a drop or a click, and the choice among those of the server. */
export function PhotoField(props: FieldProps) {
  const { node, field, value } = props;
  const chooser = useRef<HTMLInputElement>(null);
  const [broken, setBroken] = useState('');
  const isMask = isMaskNode(node);
  const name = typeof value === 'string' ? value : '';
  const url = viewUrl(inputFile(name), true);
  return (
    <div class="photo" title={field.tooltip}>
      <button
        type="button"
        class="thumbnail"
        data-row={field.label}
        data-drop={words.photo.onField}
        aria-label={words.photo.choose(field.label)}
        onClick={() => chooser.current?.click()}
      >
        {name === '' || broken === url ? (
          <span class="hint">
            <Icon name="image" size={26} />
            {words.photo.empty}
          </span>
        ) : (
          <img src={url} alt="" draggable={false} onError={() => setBroken(url)} />
        )}
      </button>
      <button
        type="button"
        class="retouch"
        title={isMask ? words.mask.open : words.photo.crop}
        aria-label={isMask ? words.mask.open : words.photo.crop}
        onClick={() =>
          (retouching.value = { kind: isMask ? 'mask' : 'crop', place: { node, field: field.name } })
        }
      >
        <Icon name={isMask ? 'brush' : 'crop'} size={15} />
      </button>
      <Choices {...props} />
      <input
        ref={chooser}
        type="file"
        hidden
        accept="image/png,image/jpeg,image/webp,image/avif,image/bmp,image/gif"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          if (file) void setPhoto(node, field.name, file);
        }}
      />
    </div>
  );
}
