import { fetchObjectInfo } from '../net/server-client.ts';
import { objectInfo } from './editor.ts';
import { listeners } from './running.ts';

/** Called when choices were asked for anew. */
export const onChoices: { call: () => void } = { call: () => undefined };

/** A node that told a text may have written a file that others offer, such as a concept: after the run their choices are asked for anew. */
export function followChoices(): void {
  let hasTold = false;
  listeners.add((message) => {
    if (message.kind === 'executed') hasTold ||= message.output.texts.length > 0;
    if (message.kind !== 'end' || !hasTold) return;
    hasTold = false;
    void fetchObjectInfo().then(
      (info) => {
        objectInfo.value = info;
        onChoices.call();
      },
      () => undefined, // the choices of before stay
    );
  });
}
