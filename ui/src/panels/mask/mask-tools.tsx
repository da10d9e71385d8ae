import type { Signal } from '@preact/signals';
import { invert } from '../../mask/mask.ts';
import type { Painter } from '../../mask/painter.ts';
import { maskWords as text } from '../../messages/en/photo.ts';
import { Tool } from '../tool.tsx';

/** How the mask is shown, and how often it changed. */
export interface MaskSettings {
  readonly opacity: number;
  readonly showsCells: boolean;
  readonly changes: number;
}

/** The tools of the mask: brush and eraser, their size and softness, and what changes the whole mask. */
export function MaskTools({
  painter,
  settings,
  hasCells,
  onChange,
}: {
  readonly painter: Painter;
  readonly settings: Signal<MaskSettings>;
  /** Whether the mask reaches the model by points. */
  readonly hasCells: boolean;
  readonly onChange: () => void;
}) {
  const act = (what: () => void) => () => {
    what();
    onChange();
  };
  return (
    <div class="mask-tools" role="toolbar" aria-label={text.dialog} data-changes={settings.value.changes}>
      <PaintingTools painter={painter} act={act} />
      <BrushRanges painter={painter} act={act} />
      <Overlay settings={settings} hasCells={hasCells} />
    </div>
  );
}

interface ActingProps {
  readonly painter: Painter;
  /** A handler that does something to the painter and tells that it did. */
  readonly act: (what: () => void) => () => void;
}

/** What paints, and what changes the whole mask. */
function PaintingTools({ painter, act }: ActingProps) {
  return (
    <div class="row-of-tools">
      <Tool
        icon="brush"
        label={text.brush}
        isOn={!painter.isErasing}
        onClick={act(() => (painter.isErasing = false))}
      />
      <Tool
        icon="eraser"
        label={text.eraser}
        isOn={painter.isErasing}
        onClick={act(() => (painter.isErasing = true))}
      />
      <Tool
        icon="lasso"
        label={text.lasso}
        isOn={painter.fillsOutlines}
        onClick={act(() => (painter.fillsOutlines = !painter.fillsOutlines))}
      />
      <Tool icon="invert" label={text.invert} onClick={act(() => painter.change(invert))} />
      <Tool icon="soft" label={text.feather} onClick={act(() => painter.soften())} />
      <Tool
        icon="undo"
        label={text.undo}
        isDisabled={!painter.history.canUndo}
        onClick={act(() => painter.undo())}
      />
      <Tool
        icon="redo"
        label={text.redo}
        isDisabled={!painter.history.canRedo}
        onClick={act(() => painter.redo())}
      />
      <Tool
        icon="trash"
        label={text.clear}
        onClick={act(() => painter.change((mask) => mask.alpha.fill(0)))}
      />
    </div>
  );
}

/** How broad and how soft the brush is. */
function BrushRanges({ painter, act }: ActingProps) {
  return (
    <>
      <Range
        label={text.size}
        min={2}
        max={512}
        value={painter.diameter}
        onInput={(value) => act(() => (painter.diameter = value))()}
      />
      <Range
        label={text.softness}
        min={0}
        max={100}
        value={Math.round(painter.softness * 100)}
        onInput={(value) => act(() => (painter.softness = value / 100))()}
      />
      <Range
        label={text.featherSize}
        min={0}
        max={32}
        value={painter.feather}
        onInput={(value) => act(() => (painter.feather = value))()}
      />
    </>
  );
}

/** How strongly the mask covers the photo, and whether the model's points are shown. */
function Overlay({
  settings,
  hasCells,
}: {
  readonly settings: Signal<MaskSettings>;
  readonly hasCells: boolean;
}) {
  return (
    <>
      <Range
        label={text.opacity}
        min={0}
        max={100}
        value={Math.round(settings.value.opacity * 100)}
        onInput={(value) => (settings.value = { ...settings.value, opacity: value / 100 })}
      />
      {hasCells ? (
        <label class="check">
          <input
            type="checkbox"
            checked={settings.value.showsCells}
            onChange={(event) =>
              (settings.value = { ...settings.value, showsCells: event.currentTarget.checked })
            }
          />
          {text.cells}
        </label>
      ) : null}
    </>
  );
}

function Range({
  label,
  min,
  max,
  value,
  onInput,
}: {
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly value: number;
  readonly onInput: (value: number) => void;
}) {
  return (
    <label class="range">
      <span>{label}</span>
      <input
        type="range"
        min={min}
        max={max}
        value={value}
        onInput={(event) => onInput(Number(event.currentTarget.value))}
      />
      <output>{value}</output>
    </label>
  );
}
