import { isNaming, isShowingKeys, part } from '../state/dialogs.ts';
import { canRedo, canUndo, redo, undo } from '../state/editor.ts';
import { download, isDirty, openEmpty, save, title } from '../state/files.ts';
import { progress, run } from '../state/run.ts';
import { startRun, stopRun } from '../state/running.ts';
import type { Problem } from '../model/problem.ts';
import { blockers } from '../state/blockers.ts';
import { words } from '../messages/en/words.ts';
import { resumeStart } from '../state/start.ts';
import { nextTheme, themeChoice, type ThemeChoice } from '../state/theme.ts';
import { Icon, type IconName } from './icon.tsx';
import { Tool } from './tool.tsx';

const THEME_ICON: Readonly<Record<ThemeChoice, IconName>> = { system: 'auto', light: 'sun', dark: 'moon' };

/** The bar above the graph. */
export function TopBar({
  onOpen,
  onBlocker,
}: {
  readonly onOpen: () => void;
  /** Goes to where a problem stands. */
  readonly onBlocker: (problem: Problem) => void;
}) {
  return (
    <header class="top-bar">
      <div class="brand">
        <img src="./icon.svg" alt="" width="24" height="24" />
        <span>{words.product}</span>
      </div>
      <div class="document">
        <h1 title={title.value}>{title.value}</h1>
        {isDirty.value ? (
          <span class="dirty" role="img" aria-label={words.files.unsavedLabel} title={words.files.unsaved} />
        ) : null}
      </div>
      <PartButtons />
      <DocumentTools onOpen={onOpen} />
      <RunButton onBlocker={onBlocker} />
    </header>
  );
}

/** What opens the card, the gallery and the sweep. */
function PartButtons() {
  return (
    <>
      <PartButton icon="spark" label={words.start.open} about={words.start.label} onClick={resumeStart} />
      <PartButton
        icon="grid"
        label={words.gallery.label}
        about={words.gallery.label}
        onClick={() => (part.value = 'gallery')}
      />
      <PartButton
        icon="list"
        label={words.sweep.label}
        about={words.sweep.about}
        onClick={() => (part.value = 'sweep')}
      />
    </>
  );
}

function PartButton({
  icon,
  label,
  about,
  onClick,
}: {
  readonly icon: IconName;
  readonly label: string;
  readonly about: string;
  readonly onClick: () => void;
}) {
  return (
    <button type="button" class="tool start" title={about} onClick={onClick}>
      <Icon name={icon} size={16} />
      {label}
    </button>
  );
}

/** What is done to the graph as a whole. */
function DocumentTools({ onOpen }: { readonly onOpen: () => void }) {
  return (
    <div class="tools" role="toolbar" aria-label={words.files.toolbar}>
      <Tool icon="plus" label={words.commands.fresh} onClick={openEmpty} />
      <Tool icon="folder" label={words.files.open} onClick={onOpen} />
      <Tool icon="save" label={words.files.saveKeys} onClick={() => void save()} />
      <Tool icon="file" label={words.commands.saveAs} onClick={() => (isNaming.value = true)} />
      <Tool icon="download" label={words.commands.download} onClick={download} />
      <span class="line" />
      <Tool icon="undo" label={words.undoKeys} isDisabled={!canUndo.value} onClick={undo} />
      <Tool icon="redo" label={words.redoKeys} isDisabled={!canRedo.value} onClick={redo} />
      <span class="line" />
      <Tool
        icon={THEME_ICON[themeChoice.value]}
        label={words.theme.shown(words.theme[themeChoice.value])}
        onClick={nextTheme}
      />
      <Tool icon="keys" label={words.commands.keysKey} onClick={() => (isShowingKeys.value = true)} />
    </div>
  );
}

/** Run, and in the same place, as the same button, Stop. */
function RunButton({ onBlocker }: { readonly onBlocker: (problem: Problem) => void }) {
  const current = run.value;
  const blocker = current ? undefined : blockers.value[0];
  const isStopping = current?.phase === 'stopping';
  return (
    <>
      {blocker ? (
        <button type="button" class="blocker" title={blocker.sentence} onClick={() => onBlocker(blocker)}>
          <Icon name="warning" size={15} />
          <span>{blocker.sentence}</span>
        </button>
      ) : null}
      <button
        type="button"
        key="run"
        class={`run ${current ? 'stop' : blocker ? 'blocked' : ''}`}
        title={current ? '' : blocker ? words.run.blocked(blocker.sentence) : words.run.runKeys}
        style={{ '--share': String(current ? progress.value : 0) }}
        aria-disabled={isStopping}
        onClick={() => (isStopping ? undefined : void (current ? stopRun() : startRun()))}
      >
        <Icon name={current ? 'stop' : 'play'} size={16} />
        {isStopping ? words.run.stopping : current ? words.run.stop : words.run.run}
      </button>
    </>
  );
}
