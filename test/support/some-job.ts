import type { Job } from '../../graph-server/store/job-store.ts';

/** A job with the given parts and plain ones for the rest. */
export function someJob(parts: Partial<Job> = {}): Job {
  return {
    id: 'job',
    number: 0,
    sequence: 1,
    state: 'queued',
    attempt: 1,
    bodyHash: '',
    answer: '{}',
    prompt: '{}',
    extraData: '{}',
    targets: '[]',
    createdAt: 1,
    outputs: '{}',
    meta: '{}',
    messages: '[]',
    ...parts,
  };
}
