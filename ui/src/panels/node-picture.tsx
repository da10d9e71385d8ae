import { useComputed } from '@preact/signals';
import { viewUrl } from '../net/server-client.ts';
import { enlarged } from '../state/dialogs.ts';
import { nodeRuns, outputs, previews } from '../state/run.ts';
import { Icon } from './icon.tsx';

/** What a node made, or is making. */
export function NodePicture({ node, kind }: { readonly node: string; readonly kind: 'result' | 'preview' }) {
  const preview = useComputed(() => previews.value.get(node));
  const output = useComputed(() => outputs.value.get(node));
  const isRunning = useComputed(() => nodeRuns.value.get(node)?.state === 'running');
  const images = kind === 'result' ? (output.value?.images ?? []) : [];
  const shown = preview.value === undefined ? images.map((file) => viewUrl(file)) : [preview.value];
  return (
    <div class={`picture ${kind}`} data-row="picture">
      {shown.length === 0 ? (
        <span class="hint">
          <Icon name="image" size={26} />
          {kind === 'result' ? 'The result appears here' : 'Steps appear here while sampling'}
        </span>
      ) : (
        <div class={`grid n${Math.min(4, shown.length)}`}>
          {shown.slice(0, 4).map((url) => (
            <button
              type="button"
              key={preview.value === undefined ? url : 'preview'}
              disabled={preview.value !== undefined}
              aria-label="Enlarge the picture"
              onClick={() => (enlarged.value = url)}
            >
              <img
                src={url}
                alt={preview.value === undefined ? 'Result' : 'Preview'}
                data-kind={preview.value === undefined ? 'result' : 'preview'}
                draggable={false}
              />
            </button>
          ))}
        </div>
      )}
      {isRunning.value && preview.value !== undefined ? <span class="tag">preview</span> : null}
    </div>
  );
}
