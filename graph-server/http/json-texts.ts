import type { Job } from '../store/job-store.ts';

/** `/queue` and `/history` answer with texts as they were stored, so that every digit of a prompt comes back. */

/** A job as `[number, id, prompt, extra_data, outputs]`. */
export function queueItemText(job: Job): string {
  return `[${job.number},${JSON.stringify(job.id)},${job.prompt},${job.extraData},${job.targets}]`;
}

/** The entry of a finished job under its id. */
export function historyEntryText(job: Job): string {
  const succeeded = job.state === 'success';
  const status = `{"status_str":"${succeeded ? 'success' : 'error'}","completed":${succeeded},"messages":${job.messages}}`;
  return `${JSON.stringify(job.id)}:{"prompt":${queueItemText(job)},"outputs":${job.outputs},"status":${status},"meta":${job.meta}}`;
}
