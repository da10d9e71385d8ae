import { useRef } from 'preact/hooks';
import { words } from '../messages/en.ts';
import { enlarged, isNaming, isShowingKeys, question, renamingFile } from '../state/dialogs.ts';
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
      {isShowingKeys.value ? <Keys keys={keys} /> : null}
      {enlarged.value === undefined ? null : <Enlarged url={enlarged.value} />}
    </>
  );
}

function Question() {
  const asked = question.value;
  const close = () => (question.value = undefined);
  return (
    <Modal label="Question" onClose={close}>
      <p>{asked?.text}</p>
      <div class="buttons">
        <button type="button" onClick={close}>
          Cancel
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
      label="Save as"
      asked="Name of the workflow"
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
      asked={words.files.newName}
      given={name}
      onName={(next) => renameWorkflow(name, next)}
      onClose={() => (renamingFile.value = undefined)}
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
      say('A name has 1 to 80 characters, without / \\ : * ? " < > |', { kind: 'error' });
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
          Save
        </button>
      </div>
    </Modal>
  );
}

function Keys({ keys }: { readonly keys: readonly (readonly [string, string])[] }) {
  return (
    <Modal label="Keys" onClose={() => (isShowingKeys.value = false)} className="keys">
      <h2>Keys and gestures</h2>
      <dl>
        {keys.map(([key, words]) => (
          <div key={key}>
            <dt>{key}</dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}

function Enlarged({ url }: { readonly url: string }) {
  const close = () => (enlarged.value = undefined);
  return (
    <Modal label="Result" onClose={close} className="enlarged">
      <button type="button" onClick={close} aria-label="Close">
        <img src={url} alt="Result" />
      </button>
    </Modal>
  );
}
