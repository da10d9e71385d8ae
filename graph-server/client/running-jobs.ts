import { isJsonObject, type Json, type JsonObject } from '../../ui/src/model/json.ts';
import type { Preview } from './preview.ts';
import { textOf } from './text-of.ts';

/** What a run may tell on its way. */
export interface RunListener {
  /** Every message of ComfyUI's protocol that is about the run. */
  readonly onMessage?: (type: string, data: JsonObject) => void;
  readonly onPreview?: (preview: Preview) => void;
}

/** How a run ended. */
export interface RunEnd {
  readonly state: 'success' | 'error' | 'interrupted';
  /** What each output node showed, in ComfyUI's form. */
  readonly outputs: JsonObject;
  /** Why it failed, in one sentence. */
  readonly reason?: string;
}

interface Followed {
  readonly listener: RunListener;
  readonly resolve: (end: RunEnd) => void;
  readonly reject: (error: Error) => void;
}

/** The runs that a client waits for. */
export class RunningJobs {
  readonly #jobs = new Map<string, Followed>();

  /** The ids of the runs. */
  get ids(): string[] {
    return [...this.#jobs.keys()];
  }

  /** Waits for the end of a run. */
  follow(id: string, listener: RunListener): Promise<RunEnd> {
    return new Promise((resolve, reject) => {
      this.#jobs.set(id, { listener, resolve, reject });
    });
  }

  /** Waits no longer. */
  forget(id: string): void {
    this.#jobs.delete(id);
  }

  /** Passes a message of ComfyUI's protocol on to the run that it is about. */
  tell(type: string, data: JsonObject): void {
    this.#jobs.get(textOf(data['prompt_id']))?.listener.onMessage?.(type, data);
  }

  /** Passes a preview on. */
  preview(preview: Preview): void {
    this.#jobs.get(preview.promptId)?.listener.onPreview?.(preview);
  }

  /** Takes `graph.end` in. */
  end(data: JsonObject): void {
    const reason = data['reason'];
    this.#jobs.get(textOf(data['prompt_id']))?.resolve({
      state: stateOf(data['state']),
      outputs: isJsonObject(data['outputs']) ? data['outputs'] : {},
      ...(typeof reason === 'string' ? { reason } : {}),
    });
  }

  /** Ends the wait for a run with an error. */
  fail(id: string, error: Error): void {
    this.#jobs.get(id)?.reject(error);
  }

  /** Ends every wait with an error. */
  failAll(error: Error): void {
    for (const { reject } of this.#jobs.values()) reject(error);
  }
}

function stateOf(state: Json | undefined): RunEnd['state'] {
  return state === 'success' || state === 'interrupted' ? state : 'error';
}
