import { useComputed, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { words } from '../messages/en/words.ts';
import { sweepWords as text } from '../messages/en/results.ts';
import type { Json } from '../model/json.ts';
import type { SweepPlan } from '../model/sweep.ts';
import { planOf, type SweepForm } from '../model/sweep-form.ts';
import { secondsAPicture } from '../model/sweep-time.ts';
import { fetchHistory, keepsResults } from '../net/jobs-client.ts';
import { inputFile, viewUrl } from '../net/server-client.ts';
import { applySettings, comparison, type Shown } from '../state/compare.ts';
import { part } from '../state/dialogs.ts';
import { doc, types } from '../state/editor.ts';
import { roles } from '../state/start.ts';
import { recallSweep, startSweep, stopSweep, sweep, type Sweep, type SweepCell } from '../state/sweep.ts';
import { sweepPhotos } from '../state/sweep-photos.ts';
import { sayError } from '../state/toasts.ts';
import { Modal } from './modal.tsx';
import { SweepFields } from './sweep-fields.tsx';

/** The strength that others are compared with, where the grid has it. */
const USUAL_LAMBDA = 0.6;

/** How many finished runs are looked at for the time that a picture takes. */
const REMEMBERED = 50;

/** Varies λ, and something else below it, in a grid that fills as its pictures finish. */
export function SweepDialog() {
  const form = useSignal<SweepForm>({ from: '0', to: '1.2', count: '5', kind: 'none', rows: '' });
  const hasPhotos = sweepPhotos.value.length > 0;
  useEffect(() => {
    if (hasPhotos) form.value = { ...form.value, kind: 'photos' };
  }, [hasPhotos]);
  const isKept = useSignal(true);
  useEffect(() => {
    void recallSweep().catch(sayError);
    void keepsResults().then((kept) => (isKept.value = kept));
  }, []);
  return (
    <Modal label={words.sweep.label} onClose={() => (part.value = undefined)} className="sweep">
      <h2>{words.sweep.label}</h2>
      <p class="quiet">{roles.value.lambda ? words.sweep.about : text.noLambda}</p>
      {isKept.value ? null : <p class="note">{text.noCache}</p>}
      <SweepFields form={form} />
      <Buttons plan={planned(form.value)} />
      {sweep.value ? <Grid sweep={sweep.value} /> : null}
      {sweep.value ? <Exports sweep={sweep.value} /> : null}
    </Modal>
  );
}

/** The plan that the form describes for the open graph, or what is wrong with it. */
function planned(form: SweepForm): SweepPlan | string {
  const place = roles.value.lambda;
  const type = types.value.get(doc.value.nodes.get(place?.node ?? '')?.type ?? '');
  const told = type?.fields.find(({ name }) => name === place?.field)?.told;
  const [least, most] = [Number(told?.min ?? 0), Number(told?.max ?? Infinity)];
  const plan = planOf(form, { least, most, photos: sweepPhotos.value });
  if (plan === 'lambda') return text.wrongLambda(least, most);
  return typeof plan === 'string' ? text.wrong[plan] : plan;
}

/** How many pictures there will be, how long they take, and what starts and stops them. */
function Buttons({ plan }: { readonly plan: SweepPlan | string }) {
  const isOpen = isUnderWay(sweep.value);
  const time = useTime(isOpen);
  return (
    <div class="buttons">
      <span class="sweep-total">
        {typeof plan === 'string' ? plan : totalOf(plan.lambdas.length * plan.rows.length, time)}
      </span>
      {isOpen ? (
        <button type="button" onClick={() => void stopSweep()}>
          {text.stop}
        </button>
      ) : null}
      <button type="button" onClick={() => (part.value = undefined)}>
        {words.close}
      </button>
      <button
        type="button"
        class="main"
        disabled={typeof plan === 'string' || isOpen || !roles.value.lambda}
        onClick={() => (typeof plan === 'string' ? undefined : void startSweep(plan))}
      >
        {text.start}
      </button>
    </div>
  );
}

const isUnderWay = (grid: Sweep | undefined): boolean =>
  grid?.cells.some(({ state }) => state === 'waiting' || state === 'running') ?? false;

/** Seconds that a picture of the open graph takes, asked for anew when a grid ends. */
function useTime(isOpen: boolean): number | undefined {
  const history = useSignal<readonly Json[]>([]);
  useEffect(() => {
    if (isOpen) return;
    fetchHistory(REMEMBERED).then((entries) => (history.value = entries.map(([, entry]) => entry)), sayError);
  }, [isOpen]);
  const node = roles.value.lambda?.node;
  return useComputed(() => secondsAPicture(history.value, doc.value.nodes.get(node ?? '')?.values['steps']))
    .value;
}

function totalOf(count: number, time: number | undefined): string {
  return `${text.total(count)}, ${time === undefined ? text.unknownTime : text.time(count * time)}`;
}

/** Saves what is there of a grid. */
function Exports({ sweep: grid }: { readonly sweep: Sweep }) {
  const saving = async (how: 'exportSheet' | 'exportZip'): Promise<void> => {
    const parts = await import('../state/sweep-export.ts');
    await parts[how](grid);
  };
  if (!grid.cells.some(({ url }) => url !== undefined)) return null;
  return (
    <div class="buttons">
      <button type="button" onClick={() => void saving('exportSheet').catch(sayError)}>
        {text.asSheet}
      </button>
      <button type="button" onClick={() => void saving('exportZip').catch(sayError)}>
        {text.asZip}
      </button>
    </div>
  );
}

function Grid({ sweep: { plan, cells } }: { readonly sweep: Sweep }) {
  const at = (column: number, row: number) =>
    cells.find((cell) => cell.column === column && cell.row === row);
  const label = (cell: SweepCell) =>
    `λ ${(plan.lambdas[cell.column] ?? 0).toFixed(2)}${plan.kind === 'none' ? '' : ` · ${String(plan.rows[cell.row])}`}`;
  const shown = cells.flatMap((cell): Shown[] =>
    cell.url === undefined ? [] : [{ job: cell.job, url: cell.url, label: label(cell) }],
  );
  const compare = (cell: SweepCell) => {
    const b = shown.find(({ job }) => job === cell.job);
    const usual = cells.find(({ column, row }) => row === cell.row && plan.lambdas[column] === USUAL_LAMBDA);
    const others = shown.filter(({ job }) => job !== cell.job);
    const a = others.find(({ job }) => job === usual?.job) ?? others[0];
    if (a && b) comparison.value = { a, b, others: shown };
  };
  return (
    <div class="sweep-scroll">
      <table class="sweep-grid">
        <thead>
          <tr>
            <td />
            {plan.lambdas.map((lambda, index) => (
              <th scope="col" key={lambda}>
                λ {lambda.toFixed(2)}
                <small>{index === 0 ? text.free : index === plan.lambdas.length - 1 ? text.like : ''}</small>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {plan.rows.map((value, row) => (
            <tr key={row}>
              <th scope="row">
                {plan.kind === 'photos' ? (
                  <img
                    src={viewUrl(inputFile(String(value)), true)}
                    alt={String(value)}
                    title={String(value)}
                  />
                ) : plan.kind === 'none' ? (
                  ''
                ) : (
                  String(value)
                )}
              </th>
              {plan.lambdas.map((_, column) => {
                const cell = at(column, row);
                return (
                  <td key={column}>
                    {cell ? <Cell cell={cell} label={label(cell)} onCompare={() => compare(cell)} /> : null}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({
  cell,
  label,
  onCompare,
}: {
  readonly cell: SweepCell;
  readonly label: string;
  readonly onCompare: () => void;
}) {
  const { state, url, reason } = cell;
  if (url !== undefined)
    return (
      <div class="sweep-cell done" data-state={state}>
        <button type="button" aria-label={`${label}: ${words.compare.open}`} onClick={onCompare}>
          <img src={url} alt={label} />
        </button>
        <button type="button" class="text" onClick={() => void applySettings(cell.job)}>
          {words.gallery.settings}
        </button>
      </div>
    );
  return (
    <div class={`sweep-cell ${state}`} data-state={state} title={reason}>
      {state === 'failed' ? (reason ?? '') : state === 'done' ? '' : text[state]}
    </div>
  );
}
