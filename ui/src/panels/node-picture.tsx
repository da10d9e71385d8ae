import { useComputed } from '@preact/signals';
import { words } from '../messages/en/words.ts';
import type { NodeOutput } from '../net/message.ts';
import { viewUrl } from '../net/server-client.ts';
import { enlarged } from '../state/dialogs.ts';
import { nodeRuns, outputs, previews } from '../state/run.ts';
import { Icon } from './icon.tsx';

const NOTHING: NodeOutput = { images: [], texts: [] };

/** What a node made, or is making: its pictures, or what it tells where it makes none. */
export function NodePicture({ node, kind }: { readonly node: string; readonly kind: 'result' | 'preview' }) {
  const preview = useComputed(() => previews.value.get(node));
  const output = useComputed(() => outputs.value.get(node));
  const isRunning = useComputed(() => nodeRuns.value.get(node)?.state === 'running');
  const { images, texts } = (kind === 'result' ? output.value : undefined) ?? NOTHING;
  const shown =
    preview.value === undefined
      ? images.map((file) => ({ small: viewUrl(file, true), whole: viewUrl(file) }))
      : [{ small: preview.value, whole: preview.value }];
  return (
    <div class={`picture ${kind}`} data-row="picture">
      {shown.length === 0 ? (
        <InPlaceOfPictures
          texts={texts}
          hint={kind === 'result' ? words.node.resultHere : words.node.previewHere}
        />
      ) : (
        <div class={`grid n${Math.min(4, shown.length)}`}>
          {shown.slice(0, 4).map(({ small, whole }) => (
            <button
              type="button"
              key={preview.value === undefined ? whole : 'preview'}
              disabled={preview.value !== undefined}
              aria-label={words.node.enlarge}
              onClick={() => (enlarged.value = whole)}
            >
              <img
                src={small}
                alt={preview.value === undefined ? words.result.one : words.result.previewAlt}
                data-kind={preview.value === undefined ? 'result' : 'preview'}
                draggable={false}
              />
            </button>
          ))}
        </div>
      )}
      {isRunning.value && preview.value !== undefined ? (
        <span class="tag">{words.result.preview}</span>
      ) : null}
    </div>
  );
}

/** What a node tells, or what will stand here. */
function InPlaceOfPictures({ texts, hint }: { readonly texts: readonly string[]; readonly hint: string }) {
  if (texts.length > 0)
    return (
      <p class="told" tabIndex={0}>
        {texts.join('\n')}
      </p>
    );
  return (
    <span class="hint">
      <Icon name="image" size={26} />
      {hint}
    </span>
  );
}
