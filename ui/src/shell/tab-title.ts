import { effect } from '@preact/signals';
import { words } from '../messages/en/words.ts';
import { isDirty, title } from '../state/files.ts';
import { progress, run } from '../state/run.ts';

const SIDE = 64;
const LINE = 9;

/** Keeps the title and the icon of the tab: the progress of a run, the name of the graph, a dot for unsaved work. */
export function followTitle(): () => void {
  const icon = document.querySelector<HTMLLinkElement>('link[rel=icon]');
  const plain = icon?.href ?? '';
  let shown = -1;
  return effect(() => {
    const share = run.value ? progress.value : undefined;
    document.title = `${share === undefined ? '' : `${words.view.share(share)} · `}${isDirty.value ? '• ' : ''}${title.value} · ${words.product}`;
    const step = share === undefined ? -1 : Math.floor(share * 20);
    if (icon && step !== shown) icon.href = share === undefined ? plain : ring(share);
    shown = step;
  });
}

/** An icon with a ring that closes as the run goes on. */
function ring(share: number): string {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [SIDE, SIDE];
  const context = canvas.getContext('2d');
  if (!context) return '';
  const style = getComputedStyle(document.documentElement);
  context.lineWidth = LINE;
  for (const [color, part] of [
    ['--panel-edge', 1],
    ['--accent', Math.max(0.03, share)],
  ] as const) {
    context.strokeStyle = style.getPropertyValue(color);
    context.beginPath();
    context.arc(SIDE / 2, SIDE / 2, SIDE / 2 - LINE, -Math.PI / 2, (2 * part - 0.5) * Math.PI);
    context.stroke();
  }
  return canvas.toDataURL('image/png');
}
