import { useRef } from 'preact/hooks';
import { words } from '../messages/en/words.ts';
import { conceptWords } from '../messages/en/concepts.ts';
import { dialogWords as text } from '../messages/en/dialogs.ts';
import {
  enlarged,
  isNaming,
  isShowingKeys,
  question,
  renamingConcept,
  renamingFile,
} from '../state/dialogs.ts';
import { rename } from '../state/concepts.ts';
import { renameWorkflow, saveAs, title } from '../state/files.ts';
import { say } from '../state/toasts.ts';
import { Modal } from './modal.tsx';

/** The small dialogs: a question, names, the sheet of keys, a result in full size. */
export function SmallDialogs({ keys }: { readonly keys: readonly (readonly [string, string])[] }) {
  return (
    <>
      {question.value ? <Question /> : null}
      {isNaming.value ? <Naming /> : null}
      {renamingFile.value === undefined ? null : <Renaming name={renamingFile.value} />}
      {renamingConcept.value ? <RenamingConcept {...renamingConcept.value} /> : null}
      {isShowingKeys.value ? <Keys keys={keys} /> : null}
      {enlarged.value === undefined ? null : <Enlarged url={enlarged.value} />}
    </>
  );
}

function Question() {
  const asked = question.value;
  const close = () => (question.value = undefined);
  return (
    <Modal label={text.question} onClose={close}>
      <p>{asked?.text}</p>
      <div class="buttons">
        <button type="button" onClick={close}>
          {words.cancel}
        </button>
        {asked?.choices.map(({ label, isMain, run }) => (
          <button
            type="button"
            key={label}
            class={isMain ? 'main' : ''}
            onClick={() => {
              close();
              run();
            }}
          >
            {label}
          </button>
        ))}
      </div>
    </Modal>
  );
}

const NAME = /^[^/\\:*?"<>|]{1,80}$/;

function Naming() {
  return (
    <NameDialog
      label={text.saveAs}
      asked={text.name}
      given={title.value}
      onName={saveAs}
      onClose={() => (isNaming.value = false)}
    />
  );
}

function Renaming({ name }: { readonly name: string }) {
  return (
    <NameDialog
      label={words.files.renameOf(name)}
      asked={text.newName}
      given={name}
      onName={(next) => renameWorkflow(name, next)}
      onClose={() => (renamingFile.value = undefined)}
    />
  );
}

function RenamingConcept({ file, name }: { readonly file: string; readonly name: string }) {
  return (
    <NameDialog
      label={conceptWords.renameOf(name)}
      asked={text.newName}
      given={name}
      onName={(next) => rename(file, next)}
      onClose={() => (renamingConcept.value = undefined)}
    />
  );
}

/** Asks for a name; it closes once the name was taken. */
function NameDialog({
  label,
  asked,
  given,
  onName,
  onClose,
}: {
  readonly label: string;
  readonly asked: string;
  readonly given: string;
  readonly onName: (name: string) => Promise<boolean>;
  readonly onClose: () => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  const submit = async () => {
    const name = input.current?.value.trim() ?? '';
    if (!NAME.test(name) || name.startsWith('.')) {
      say(text.nameForm, { kind: 'error' });
      return;
    }
    if (await onName(name)) onClose();
  };
  return (
    <Modal label={label} onClose={onClose}>
      <label class="name">
        {asked}
        <input
          ref={input}
          defaultValue={given}
          onFocus={(event) => event.currentTarget.select()}
          onKeyDown={(event) => (event.key === 'Enter' ? void submit() : undefined)}
        />
      </label>
      <div class="buttons">
        <button type="button" onClick={onClose}>
          {words.cancel}
        </button>
        <button type="button" class="main" onClick={() => void submit()}>
          {text.save}
        </button>
      </div>
    </Modal>
  );
}

function Keys({ keys }: { readonly keys: readonly (readonly [string, string])[] }) {
  return (
    <Modal label={text.keys} onClose={() => (isShowingKeys.value = false)} className="keys">
      <h2>{text.keysTitle}</h2>
      <dl>
        {[...text.gestures, ...keys].map(([key, does]) => (
          <div key={key}>
            <dt>{key}</dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}

function Enlarged({ url }: { readonly url: string }) {
  const close = () => (enlarged.value = undefined);
  return (
    <Modal label={text.result} onClose={close} className="enlarged">
      <button type="button" onClick={close} aria-label={words.close}>
        <img src={url} alt={text.result} />
      </button>
    </Modal>
  );
}
