import { useEffect } from 'preact/hooks';
import { words } from '../../messages/en/words.ts';
import { modelWords as text } from '../../messages/en/models.ts';
import type { Model, ModelFile } from '../../net/models-client.ts';
import { part, question } from '../../state/dialogs.ts';
import { busyWith, dropModel, hashModel, listModels, modelList } from '../../state/models.ts';
import { Icon } from '../icon.tsx';
import { Modal } from '../modal.tsx';
import { AddModel } from './add-model.tsx';

/** The models of the server: the verdict on each, its files and keys; adding and removing bundles. */
export function ModelsDialog() {
  useEffect(() => void listModels(), []);
  const list = modelList.value;
  return (
    <Modal label={words.models.label} onClose={close} className="models">
      <header>
        <h2>{words.models.label}</h2>
        <span class="space" />
        <button type="button" class="text" onClick={close}>
          {words.close}
        </button>
      </header>
      <div class="models-scroll" tabIndex={0} role="group" aria-label={words.models.label}>
        {list ? null : <p class="quiet">{text.asking}</p>}
        {list?.models.length === 0 ? <p class="quiet">{text.none}</p> : null}
        {list?.models.map((model) => (
          <ModelEntry key={model.name} model={model} />
        ))}
        {list ? <AddModel candidates={list.candidates} taken={list.models.map(({ name }) => name)} /> : null}
      </div>
    </Modal>
  );
}

function ModelEntry({ model }: { readonly model: Model }) {
  const { name, kind, isOwn, isSound, faults, files, missing, unknown } = model;
  const isBusy = busyWith.value !== undefined;
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return (
    <section class="model" aria-label={name} data-model={name}>
      <header>
        <Icon name={isSound ? 'check' : 'warning'} size={16} />
        <h3>{name}</h3>
        <span class="quiet">
          {kind === 'bundle' ? text.bundle : text.file}, {shownBytes(bytes)}
          {isOwn ? '' : `, ${text.ships}`}
        </span>
        <span class="space" />
        <button type="button" disabled={isBusy} onClick={() => void hashModel(name)}>
          {busyWith.value === name ? text.working : text.hash}
        </button>
        {isOwn && kind === 'bundle' ? (
          <button type="button" class="danger" disabled={isBusy} onClick={() => askRemoval(name)}>
            {text.remove}
          </button>
        ) : null}
      </header>
      {isSound ? <p class="sound">{text.sound}</p> : null}
      {faults.map((fault) => (
        <p key={fault} class="unsound">
          {fault}
        </p>
      ))}
      <Keys title={text.missing(missing.length)} keys={missing} />
      {unknown.map(([file, keys]) => (
        <Keys key={file} title={text.unknown(keys.length, file)} keys={keys} />
      ))}
      <details>
        <summary>{text.files(files.length)}</summary>
        <table>
          <tbody>
            {files.map((file) => (
              <FileRow key={file.path} file={file} />
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}

function Keys({ title, keys }: { readonly title: string; readonly keys: readonly string[] }) {
  if (keys.length === 0) return null;
  return (
    <details class="keys-list">
      <summary>{title}</summary>
      <ul>
        {keys.map((key) => (
          <li key={key}>{key}</li>
        ))}
      </ul>
    </details>
  );
}

/** The hash of the bytes where it was computed, else the one that bundle.json keeps. */
function FileRow({ file: { path, bytes, sha256, listed, verdict } }: { readonly file: ModelFile }) {
  const hash = sha256 || listed;
  return (
    <tr>
      <th scope="row">{path}</th>
      <td>{shownBytes(bytes)}</td>
      <td>
        <code>{hash === '' ? text.noHash : hash}</code>
        <small>{hash === '' ? '' : sha256 === '' ? text.listed : text.computed}</small>
      </td>
      <td>{verdict}</td>
    </tr>
  );
}

function askRemoval(name: string): void {
  question.value = {
    text: text.removal(name),
    choices: [{ label: text.remove, isMain: true, run: () => void dropModel(name) }],
  };
}

function close(): void {
  part.value = undefined;
}

function shownBytes(bytes: number): string {
  const [unit, size] =
    bytes < 1e6 ? ['kB', bytes / 1e3] : bytes < 1e9 ? ['MB', bytes / 1e6] : ['GB', bytes / 1e9];
  return `${size.toPrecision(size < 1000 ? 3 : 4)} ${unit}`;
}
