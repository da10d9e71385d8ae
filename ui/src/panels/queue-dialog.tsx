import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { words } from '../messages/en/words.ts';
import { queueWords as text } from '../messages/en/dialogs.ts';
import { cancelJobs, fetchQueue, type QueuedJob } from '../net/jobs-client.ts';
import { part } from '../state/dialogs.ts';
import { progress, queueLength, run } from '../state/run.ts';
import { stopRun } from '../state/running.ts';
import { sayError } from '../state/toasts.ts';
import { Icon } from './icon.tsx';
import { Modal } from './modal.tsx';

/** The jobs that run and wait; each can be taken out, and no other with it. */
export function QueueDialog() {
  const jobs = useSignal<readonly QueuedJob[] | undefined>(undefined);
  const read = () => fetchQueue().then((found) => (jobs.value = found), sayError);
  useEffect(() => void read(), [queueLength.value, run.value?.phase]);
  const cancel = async (id: string) => {
    await (run.value?.id === id ? stopRun() : cancelJobs([id]).catch(sayError));
    await read();
  };
  return (
    <Modal label={words.run.queue} onClose={() => (part.value = undefined)} className="queue-dialog">
      <h2>{words.run.queue}</h2>
      {jobs.value?.length === 0 ? <p class="quiet">{text.empty}</p> : null}
      <ul class="jobs">
        {jobs.value?.map(({ id, isRunning, title }) => (
          <li key={id} data-job={id}>
            <span class="job-title" title={id}>
              {title || id.slice(0, 8)}
            </span>
            <span class="job-state">
              {isRunning ? text.running : text.waiting}
              {run.value?.id === id && isRunning ? ` ${words.view.share(progress.value)}` : ''}
              {run.value?.id === id ? ` · ${text.mine}` : ''}
            </span>
            <button
              type="button"
              class="mini"
              title={text.cancel}
              aria-label={text.cancel}
              onClick={() => void cancel(id)}
            >
              <Icon name="close" size={15} />
            </button>
          </li>
        ))}
      </ul>
      <div class="buttons">
        <button type="button" onClick={() => (part.value = undefined)}>
          {words.close}
        </button>
      </div>
    </Modal>
  );
}
