import { sentenceOf } from '../engine/errors.ts';
import { Answers } from './answer.ts';
import { loadPacks } from './load-packs.ts';
import { providePacksModule } from './packs-module.ts';
import type { FromWorker, ToWorker, WorkerSettings } from './messages.ts';

/** The worker process: loads the packs, answers its parent and ends when that does. Ctrl-C is the parent's business. */
const settings = JSON.parse(process.argv[2] ?? '') as WorkerSettings;
/** Packs share one runtime, which reads this; it is no business of theirs or of the engine's. */
if (settings.compute) process.env['ELITE_GRAPH_RUNTIME'] = JSON.stringify(settings.compute);
providePacksModule();
const answers = loadPacks(settings.packs, {
  onLoading: (loading) => send({ loading }),
  onFault: (sentence) => {
    if (settings.tellsFaults) console.error(sentence);
  },
}).then((packs) => {
  send({ loading: null });
  return new Answers(packs, settings.folders, settings.cache);
});

process.on('SIGINT', () => undefined);
process.on('disconnect', () => process.exit(0));
process.on('message', (message: ToWorker) => {
  if ('interrupt' in message) void answers.then((ready) => ready.interrupt());
  else void answer(message);
});

async function answer({ id, request }: Extract<ToWorker, { id: number }>): Promise<void> {
  try {
    const ready = await answers;
    const value = await ready.to(
      request,
      (event) => send({ id, event }),
      (deadline) => send({ id, deadline }),
    );
    send({ id, value });
  } catch (error) {
    send({ id, error: sentenceOf(error) });
  }
}

function send(message: FromWorker): void {
  process.send?.(message, undefined, undefined, () => undefined); // a parent that is gone is told by the disconnect
}
