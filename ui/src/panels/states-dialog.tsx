import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { stateWords as text } from '../messages/en/states.ts';
import { words } from '../messages/en/words.ts';
import { part } from '../state/dialogs.ts';
import { earlierStates, takeState, type EarlierState } from '../state/earlier.ts';
import { sayError } from '../state/toasts.ts';
import { GraphPicture } from './graph-picture.tsx';
import { Modal } from './modal.tsx';

/** What the open graph was before, newest first; a click makes it that again. */
export function StatesDialog() {
  const states = useSignal<readonly EarlierState[] | undefined>(undefined);
  const close = () => (part.value = undefined);
  useEffect(() => void earlierStates().then((found) => (states.value = found), sayError), []);
  return (
    <Modal label={words.drafts.states} onClose={close}>
      <h2>{words.drafts.states}</h2>
      {states.value?.length === 0 ? <p class="quiet">{text.none}</p> : null}
      <ul class="states">
        {states.value?.map((state) => (
          <li key={state.at}>
            <button
              type="button"
              class="template"
              onClick={() => {
                close();
                takeState(state);
              }}
            >
              <GraphPicture sketch={state.sketch} />
              <span>{text.at(state.time, state.nodes)}</span>
            </button>
          </li>
        ))}
      </ul>
      <div class="buttons">
        <button type="button" onClick={close}>
          {words.close}
        </button>
      </div>
    </Modal>
  );
}
