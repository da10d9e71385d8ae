import { fixOf } from '../state/fixes.ts';

/** The button that mends a problem, where there is one. */
export function FixButton({
  node,
  input,
}: {
  readonly node: string | undefined;
  readonly input: string | undefined;
}) {
  const fix = fixOf({ ...(node === undefined ? {} : { node }), ...(input === undefined ? {} : { input }) });
  if (!fix) return null;
  return (
    <button type="button" class="fix" onClick={fix.run}>
      {fix.label}
    </button>
  );
}
