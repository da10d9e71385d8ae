// Submits a workflow over HTTP, follows it over the WebSocket and saves its pictures. Node 22 has WebSocket; Node 20 takes ws.
// node docs/headless-client.mjs prompt.json [http://127.0.0.1:8188]     (elite-graph convert makes prompt.json)
import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { WebSocket } from 'ws';

const [file, server = 'http://127.0.0.1:8188'] = process.argv.slice(2);
const prompt = JSON.parse(await readFile(file, 'utf8'));
const ids = { client_id: randomUUID(), prompt_id: randomUUID() };

const socket = new WebSocket(`${server.replace('http', 'ws')}/ws?clientId=${ids.client_id}`);
await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
const ended = new Promise((resolve) => {
  socket.on('message', (bytes, isBinary) => {
    if (isBinary) return; // a preview picture
    const { type, data } = JSON.parse(bytes.toString());
    if (data.prompt_id !== ids.prompt_id) return;
    if (type === 'progress') console.log(`node ${data.node}: ${data.value} of ${data.max}`);
    if (type === 'execution_error') console.error(data.exception_message);
    if (type === 'executing' && data.node === null) resolve();
  });
});

const answer = await fetch(`${server}/prompt`, { method: 'POST', body: JSON.stringify({ prompt, ...ids }) });
if (!answer.ok) throw new Error(await answer.text());
await ended;
socket.close();

const history = await (await fetch(`${server}/history/${ids.prompt_id}`)).json();
const images = Object.values(history[ids.prompt_id].outputs).flatMap((output) => output.images ?? []);
for (const image of images) {
  const query = Object.entries(image).map(([key, value]) => `${key}=${encodeURIComponent(value)}`);
  const picture = await fetch(`${server}/view?${query.join('&')}`);
  await writeFile(image.filename, Buffer.from(await picture.arrayBuffer()));
  console.log(image.filename);
}
