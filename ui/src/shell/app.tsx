import { useSignal } from '@preact/signals';
import { words } from '../messages/en/words.ts';
import { useRef } from 'preact/hooks';
import type { GraphView } from '../canvas/graph-view.ts';
import { Dialogs } from '../panels/dialogs.tsx';
import { Library } from '../panels/library.tsx';
import { ContextMenu } from '../panels/menu.tsx';
import { Outline } from '../panels/outline.tsx';
import { ResultPanel } from '../panels/result-panel.tsx';
import { StatusBar } from '../panels/status-bar.tsx';
import { Toasts } from '../panels/toasts.tsx';
import { TabBanner } from '../panels/tab-banner.tsx';
import { TopBar } from '../panels/top-bar.tsx';
import { addNode } from '../state/editing.ts';
import { openBytes } from '../state/files.ts';
import { lazyPart } from '../panels/lazy-part.tsx';
import { modals, palette } from '../state/dialogs.ts';
import { hint } from '../state/hints.ts';
import { isReady } from '../state/ready.ts';
import { startStep } from '../state/start.ts';
import { allCommands } from './commands.ts';
import { SHORTCUT_KEYS } from './keys.ts';
import { openNodeMenu } from './pointer.ts';
import { Stage } from './stage.tsx';
import { dotInSight, goTo } from './walk.ts';

const Palette = lazyPart(async () => (await import('../panels/palette.tsx')).Palette);
const Hints = lazyPart(async () => (await import('../panels/hints.tsx')).Hints);
const StartCard = lazyPart(async () => (await import('../panels/start/start-card.tsx')).StartCard);

/** The whole editor. */
export function App() {
  const view = useRef<GraphView | undefined>(undefined);
  const chooser = useRef<HTMLInputElement>(null);
  const zoom = useSignal(1);
  const commands = allCommands(
    () => view.current,
    () => chooser.current?.click(),
  );
  const show = (node: string) => view.current?.fit([node]);
  return (
    <div class="app" data-ready={isReady.value}>
      <a class="skip" href="#graph">
        {words.graph.skipTo}
      </a>
      <TopBar
        onOpen={() => chooser.current?.click()}
        onBlocker={({ node, input }) => (node === undefined ? undefined : goTo(view.current, node, input))}
      />
      <Library
        onAdd={(type) => addNode(type, { at: view.current?.middle ?? [0, 0] })}
        middle={() => view.current?.middle ?? [0, 0]}
      />
      <Stage
        onView={(next) => {
          view.current = next;
        }}
        onZoom={(next) => (zoom.value = next)}
      />
      <TabBanner />
      <ResultPanel onGo={(node, input) => goTo(view.current, node, input)} />
      <StatusBar zoom={zoom.value} onFit={() => view.current?.fit()} onZoom={() => view.current?.zoomTo(1)} />
      <Outline
        onShow={show}
        onGo={(node) => goTo(view.current, node)}
        onMenu={(node) => openNodeMenu(node, view.current)}
      />
      {startStep.value ? <StartCard /> : null}
      {isReady.value && hint.value && !startStep.value && modals.value.length === 0 ? (
        <Hints dotInSight={() => dotInSight(view.current)} />
      ) : null}
      {palette.value ? <Palette /> : null}
      <ContextMenu />
      <Dialogs keys={SHORTCUT_KEYS} commands={commands} />
      {modals.value.length === 0 ? <Toasts /> : null}
      <input
        ref={chooser}
        type="file"
        hidden
        accept=".json,.png,.webp,.jpg,.jpeg,application/json,image/png,image/webp,image/jpeg"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          if (file) void file.arrayBuffer().then((bytes) => openBytes(new Uint8Array(bytes), file.name));
        }}
      />
    </div>
  );
}
