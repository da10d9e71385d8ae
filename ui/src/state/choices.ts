import { fetchObjectInfo } from '../net/server-client.ts';
import { objectInfo } from './editor.ts';
import { listeners } from './running.ts';

/**
 * What a node tells in words in place of pictures may be that it wrote what others offer, such as a concept: when the run ends,
 * their choices are asked for anew.
 */
export function followChoices(): void {
  let hasTold = false;
  listeners.add((message) => {
    if (message.kind === 'executed') hasTold ||= message.output.texts.length > 0;
    if (message.kind !== 'end' || !hasTold) return;
    hasTold = false;
    void fetchObjectInfo().then(
      (info) => (objectInfo.value = info),
      () => undefined, // the choices of before stay
    );
  });
}
