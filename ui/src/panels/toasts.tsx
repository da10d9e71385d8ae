import { closeToast, keepToast, toasts } from '../state/toasts.ts';
import { words } from '../messages/en/words.ts';
import { Icon } from './icon.tsx';

/** The toasts on the screen. */
export function Toasts() {
  return (
    <div class="toasts">
      {toasts.value.map(({ id, kind, text, actions }) => (
        <div
          key={id}
          class={`toast ${kind}`}
          role={kind === 'error' ? 'alert' : 'status'}
          onFocusCapture={() => keepToast(id, true)}
          onBlurCapture={() => keepToast(id, false)}
        >
          <p>{text}</p>
          {actions.map((action) => (
            <button
              type="button"
              key={action.label}
              class="text"
              onClick={() => {
                closeToast(id);
                action.run();
              }}
            >
              {action.label}
            </button>
          ))}
          <button type="button" class="mini" aria-label={words.close} onClick={() => closeToast(id)}>
            <Icon name="close" size={14} />
          </button>
        </div>
      ))}
    </div>
  );
}
