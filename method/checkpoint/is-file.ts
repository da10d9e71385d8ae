import { stat } from 'node:fs/promises';

/** Whether a file lies at a path; a folder, a link that leads nowhere and nothing at all are none. */
export const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
