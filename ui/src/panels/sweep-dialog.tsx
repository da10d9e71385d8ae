import { useComputed, useSignal, type Signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { words } from '../messages/en/words.ts';
import { sweepWords as text } from '../messages/en/results.ts';
import type { Json } from '../model/json.ts';
import { MAX_CELLS, readRows, spaced, SWEEP_KINDS, type SweepKind, type SweepPlan } from '../model/sweep.ts';
import { secondsAPicture } from '../model/sweep-time.ts';
import { fetchHistory, keepsResults } from '../net/jobs-client.ts';
import { inputFile, viewUrl } from '../net/server-client.ts';
import { applySettings, comparison, type Shown } from '../state/compare.ts';
import { part } from '../state/dialogs.ts';
import { doc } from '../state/editor.ts';
import { roles, valueAt } from '../state/start.ts';
import { recallSweep, startSweep, stopSweep, sweep, type Sweep, type SweepCell } from '../state/sweep.ts';
import { sweepPhotos } from '../state/sweep-photos.ts';
import { sayError } from '../state/toasts.ts';
import { Modal } from './modal.tsx';
import { SweepPhotos } from './sweep-photos.tsx';

/** The strength that others are compared with, where the grid has it. */
const USUAL_LAMBDA = 0.6;

/** How many finished runs are looked at for the time that a picture takes. */
const REMEMBERED = 50;

/** The form as it is typed. */
interface SweepForm {
  readonly from: string;
  readonly to: string;
  readonly count: string;
  readonly kind: SweepKind;
  readonly rows: string;
}

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
      <Fields form={form} />
      <Buttons plan={planOf(form.value)} />
      {sweep.value ? <Grid sweep={sweep.value} /> : null}
      {sweep.value ? <Exports sweep={sweep.value} /> : null}
    </Modal>
  );
}

/** From where to where λ goes, and what varies below it. */
function Fields({ form }: { readonly form: Signal<SweepForm> }) {
  const set = (more: Partial<SweepForm>) => (form.value = { ...form.value, ...more });
  return (
    <div class="sweep-form">
      {(['from', 'to', 'count'] as const).map((key) => (
        <label key={key}>
          {text[key]}
          <input
            inputMode="decimal"
            value={form.value[key]}
            onInput={(event) => set({ [key]: event.currentTarget.value })}
          />
        </label>
      ))}
      <label>
        {text.rows}
        <select
          value={form.value.kind}
          onChange={({ currentTarget }) => {
            const kind = kindOf(currentTarget.value);
            set({ kind, rows: startOf(kind) });
          }}
        >
          {SWEEP_KINDS.filter((kind) => kind !== 'photos' || roles.value.photo).map((kind) => (
            <option key={kind} value={kind}>
              {text.kinds[kind]}
            </option>
          ))}
        </select>
      </label>
      {form.value.kind === 'photos' ? <SweepPhotos /> : null}
      {form.value.kind === 'none' || form.value.kind === 'photos' ? null : (
        <label class="wide">
          {text.values}
          <textarea
            rows={form.value.kind === 'prompts' ? 3 : 1}
            placeholder={text.hints[form.value.kind]}
            value={form.value.rows}
            onInput={(event) => set({ rows: event.currentTarget.value })}
          />
        </label>
      )}
    </div>
  );
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

/** The plan that the form describes, or what is wrong with it. */
function planOf(form: SweepForm): SweepPlan | string {
  const [from, to, count] = [form.from, form.to, form.count].map((each) => Number(each.replace(',', '.')));
  const isPhotos = form.kind === 'photos';
  const rows = readRows(
    form.kind,
    isPhotos ? sweepPhotos.value.map(({ photo }) => photo).join('\n') : form.rows,
  );
  const isNumber = [from, to, count].every(
    (each) => each !== undefined && Number.isFinite(each) && each >= 0,
  );
  if (!rows || !isNumber) return text.wrong;
  const lambdas = spaced(from ?? 0, to ?? 0, count ?? 0);
  return lambdas.length * rows.length > MAX_CELLS
    ? text.many
    : {
        lambdas,
        kind: form.kind,
        rows,
        ...(isPhotos ? { masks: sweepPhotos.value.flatMap(({ mask }) => mask ?? []) } : {}),
      };
}

function kindOf(value: string): SweepKind {
  return SWEEP_KINDS.find((kind) => kind === value) ?? 'none';
}

/** What the rows begin with: the value that the graph has. */
function startOf(kind: SweepKind): string {
  const place = {
    none: undefined,
    seed: roles.value.seed,
    guidance: roles.value.guidance,
    prompts: roles.value.prompt,
    photos: undefined,
  }[kind];
  const value = valueAt(place);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint'
    ? value.toString()
    : '';
}
