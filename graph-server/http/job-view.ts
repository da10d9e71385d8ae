import type { Job } from '../store/job-store.ts';
import { outputItems, previewOutput } from './output-items.ts';

/** A job as `/api/jobs` lists it. */
export interface JobView {
  readonly id: string;
  readonly status: JobStatus;
  readonly priority: number;
  readonly create_time: number;
  readonly execution_start_time?: number;
  readonly execution_end_time?: number;
  readonly execution_error?: unknown;
  readonly outputs_count: number;
  readonly preview_output?: Readonly<Record<string, unknown>>;
  readonly workflow_id?: string;
}

/** The words of `/api/jobs` for where a job stands. */
type JobStatus = 'pending' | 'in_progress' | 'completed' | 'failed' | 'cancelled';

const STATUS: Readonly<Record<Job['state'], JobStatus>> = {
  queued: 'pending',
  running: 'in_progress',
  success: 'completed',
  error: 'failed',
  interrupted: 'cancelled',
};
/** The state that each word of `/api/jobs` stands for. */
export const STATE: Readonly<Record<string, Job['state']>> = Object.fromEntries(
  (Object.keys(STATUS) as Job['state'][]).map((state) => [STATUS[state], state]),
);

/** Where a job stands, in the words of `/api/jobs`. */
function statusOf(job: Job): JobStatus {
  return STATUS[job.state];
}

/** What `/api/jobs` tells of a job. */
export function jobView(job: Job): JobView {
  const items = outputItems(job);
  const preview = previewOutput(items);
  const error = (JSON.parse(job.messages) as [string, unknown][]).find(
    ([type]) => type === 'execution_error',
  )?.[1];
  const workflowId = workflowIdOf(job);
  return {
    id: job.id,
    status: statusOf(job),
    priority: job.number,
    create_time: job.createdAt,
    ...(job.startedAt === undefined ? {} : { execution_start_time: job.startedAt }),
    ...(job.endedAt === undefined ? {} : { execution_end_time: job.endedAt }),
    ...(error === undefined ? {} : { execution_error: error }),
    outputs_count: items.length,
    ...(preview ? { preview_output: preview } : {}),
    ...(workflowId === undefined ? {} : { workflow_id: workflowId }),
  };
}

/** The workflow's own id, which the editor sends along. */
function workflowIdOf(job: Job): string | undefined {
  const extra = JSON.parse(job.extraData) as {
    extra_pnginfo?: { workflow?: { id?: unknown } | null } | null;
  };
  const id = extra.extra_pnginfo?.workflow?.id;
  return typeof id === 'string' ? id : undefined;
}
