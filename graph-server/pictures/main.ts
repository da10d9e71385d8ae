import { answerPicture } from './answer.ts';
import type { PictureAnswer, PictureQuestion } from './requests.ts';

/** The picture process: answers one question at a time and ends when its parent does. */
let last = Promise.resolve();

process.on('SIGINT', () => undefined);
process.on('disconnect', () => process.exit(0));
process.on('message', (question: PictureQuestion) => {
  last = last.then(() => answer(question));
});

async function answer({ id, request }: PictureQuestion): Promise<void> {
  const reply: PictureAnswer = await answerPicture(request).then(
    (bytes) => ({ id, bytes }),
    (error: unknown) => ({ id, error: error instanceof Error ? error.message : String(error) }),
  );
  process.send?.(reply);
}
