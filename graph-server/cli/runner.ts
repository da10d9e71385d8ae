import type { ObjectInfo } from '../../ui/src/model/object-info.ts';
import type { JsonObject } from '../../ui/src/model/json.ts';
import type { Prompt } from '../../ui/src/model/prompt.ts';
import { isRecord, type OutputFile } from '../queue/output-files.ts';
import type { Message } from '../ws/messages.ts';

/** How a run ended. */
export interface RunOutcome {
  readonly state: 'success' | 'error' | 'interrupted';
  readonly files: readonly OutputFile[];
  /** Why it failed, in one sentence. */
  readonly reason?: string;
}

/** Where a workflow runs: on a server, or in a worker of this command's own. */
export interface Runner {
  objectInfo(): Promise<ObjectInfo>;
  /** Brings a file where nodes load files from; answers the name that they know it by. */
  upload(path: string): Promise<string>;
  run(
    prompt: Prompt,
    workflow: JsonObject | undefined,
    onMessage: (message: Message) => void,
    signal: AbortSignal,
  ): Promise<RunOutcome>;
  /** Writes a file of a run into a folder; answers its path. */
  save(file: OutputFile, folder: string): Promise<string>;
  close(): Promise<void>;
}

/** The sentence of an `execution_error` message. */
export function reasonOf({ type, data }: Message): string {
  if (type === 'execution_interrupted') return 'interrupted';
  const said = isRecord(data) ? data['exception_message'] : undefined;
  return typeof said === 'string' ? said.trim() : type;
}

/** The sentences of a refused prompt: one a faulty input, else the prompt's own. */
export function refusalSentences(error: unknown, nodeErrors: unknown): string {
  const faults = Object.entries(isRecord(nodeErrors) ? nodeErrors : {}).flatMap(([id, entry]) => {
    if (!isRecord(entry) || !Array.isArray(entry['errors'])) return [];
    return entry['errors']
      .filter(isRecord)
      .map((fault) => faultSentence(`node ${id} ${String(entry['class_type'])}`, fault));
  });
  if (faults.length > 0) return [...new Set(faults)].join('\n');
  return isRecord(error) ? wholeSentence(error) : String(error);
}

function faultSentence(where: string, fault: Record<string, unknown>): string {
  const text = wholeSentence(fault);
  return text.startsWith('node ') ? text : `${where}: ${text}`;
}

/** Our own messages say all; those of other servers need their details. */
function wholeSentence({ message, details }: Record<string, unknown>): string {
  const isWhole = typeof message === 'string' && /^(node|prompt)\b.*: expected /.test(message);
  return isWhole ? message : [message, details].filter(Boolean).join(': ');
}
