import { configOfArguments } from '../../graph-server/config.ts';
import { serveUntilStopped } from '../../graph-server/main.ts';

/** A server as its users start it, with an editor of its own: `tsx bench/editor/serve.ts DATA EDITOR`. */
const [data = '', editor = ''] = process.argv.slice(2);
await serveUntilStopped({ ...configOfArguments(['--data', data, '--port', '0']), editor });
