import { words } from '../messages/en/words.ts';
import { isReadOnly } from '../state/editor.ts';
import { takeOver } from '../state/tabs.ts';

/** Says that the document is open in another tab, and takes it over. */
export function TabBanner() {
  if (!isReadOnly.value) return null;
  return (
    <div class="tab-banner" role="alert">
      <span>{words.tabs.elsewhere}</span>
      <button type="button" class="text" onClick={() => void takeOver()}>
        {words.tabs.takeOver}
      </button>
    </div>
  );
}
