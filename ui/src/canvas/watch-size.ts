import type { EditorCanvas } from './editor-canvas.ts';

/** Keeps a canvas as large as its stage and as sharp as the screen, until the signal ends it. */
export function watchSize(stage: HTMLElement, canvas: EditorCanvas, signal: AbortSignal): void {
  const fit = () => canvas.fit(stage.clientWidth, stage.clientHeight, window.devicePixelRatio);
  const observer = new ResizeObserver(fit);
  observer.observe(stage);
  signal.addEventListener('abort', () => observer.disconnect());
  const watchRatio = () => {
    if (signal.aborted) return;
    fit();
    const query = matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    query.addEventListener('change', watchRatio, { once: true, signal });
  };
  watchRatio();
}
