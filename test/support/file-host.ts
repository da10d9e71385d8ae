import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server of one's own answers, with the requests that it was asked. */
export interface FileHost {
  readonly url: string;
  readonly requests: IncomingMessage[];
  close(): Promise<void>;
}

/** Starts a server on a free port of this machine. */
export async function fileHost(
  answer: (request: IncomingMessage, response: ServerResponse, count: number) => void,
): Promise<FileHost> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    answer(request, response, requests.length);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    requests,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Answers as a server of files that knows Range: the rest of the bytes when the condition holds. */
export function serveBytes(
  request: IncomingMessage,
  response: ServerResponse,
  bytes: Buffer,
  etag = '"1"',
): void {
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? -1);
  const isPart = start >= 0 && (request.headers['if-range'] ?? etag) === etag;
  if (isPart && start >= bytes.length) {
    response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
    return;
  }
  const body = isPart ? bytes.subarray(start) : bytes;
  const range = { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` };
  response.writeHead(isPart ? 206 : 200, { etag, 'content-length': body.length, ...(isPart ? range : {}) });
  response.end(body);
}
