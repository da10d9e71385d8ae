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
      {shown.length === 0 && texts.length > 0 ? (
        <p class="told">{texts.join('\n')}</p>
      ) : shown.length === 0 ? (
        <span class="hint">
          <Icon name="image" size={26} />
          {kind === 'result' ? words.node.resultHere : words.node.previewHere}
        </span>
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
