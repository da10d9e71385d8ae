import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import type { ServerFile } from './server-client.ts';

/** What the socket says, as far as the editor listens. */
export type ServerMessage =
  | { readonly kind: 'queue'; readonly remaining: number }
  | { readonly kind: 'start'; readonly prompt: string }
  | { readonly kind: 'cached'; readonly prompt: string; readonly nodes: readonly string[] }
  | { readonly kind: 'executing'; readonly prompt: string | undefined; readonly node: string }
  | { readonly kind: 'end'; readonly prompt: string }
  | { readonly kind: 'progress'; readonly prompt: string; readonly nodes: readonly NodeProgress[] }
  | { readonly kind: 'executed'; readonly prompt: string; readonly node: string; readonly output: NodeOutput }
  | { readonly kind: 'failed'; readonly prompt: string; readonly node: string; readonly sentence: string }
  | { readonly kind: 'interrupted'; readonly prompt: string }
  | { readonly kind: 'preview'; readonly prompt: string; readonly node: string; readonly picture: Blob };

/** How far a node is. */
interface NodeProgress {
  readonly node: string;
  readonly value: number;
  readonly max: number;
  readonly isFinished: boolean;
}

/** What a node made that can be shown. */
export interface NodeOutput {
  readonly images: readonly ServerFile[];
  readonly texts: readonly string[];
}

/** Reads a text frame; undefined for what the editor does not listen to. */
export function messageOf(frame: Json): ServerMessage | undefined {
  if (!isJsonObject(frame) || !isJsonObject(frame['data'])) return undefined;
  const data = frame['data'];
  const prompt = textOf(data['prompt_id']);
  const node = textOf(data['display_node'] ?? data['node'] ?? data['node_id']);
  switch (frame['type']) {
    case 'status':
      return { kind: 'queue', remaining: remainingOf(data) };
    case 'execution_start':
      return { kind: 'start', prompt };
    case 'execution_cached':
      return { kind: 'cached', prompt, nodes: list(data['nodes']).map(textOf) };
    case 'executing':
      if (data['node'] === null) return { kind: 'end', prompt };
      return { kind: 'executing', prompt: prompt === '' ? undefined : prompt, node };
    case 'progress':
      return { kind: 'progress', prompt, nodes: [progressOf(node, data, false)] };
    case 'progress_state':
      return { kind: 'progress', prompt, nodes: progressStates(data['nodes']) };
    case 'executed':
      return { kind: 'executed', prompt, node, output: outputOf(data['output']) };
    case 'execution_error':
      return { kind: 'failed', prompt, node, sentence: textOf(data['exception_message']).trim() };
    case 'execution_interrupted':
      return { kind: 'interrupted', prompt };
    default:
      return undefined;
  }
}

const PREVIEW_WITH_METADATA = 4;

/** Reads a binary frame: a preview with its node (type 4); other frames say nothing that can be placed. */
export function previewOf(frame: ArrayBuffer, parse: (text: string) => Json): ServerMessage | undefined {
  const view = new DataView(frame);
  if (frame.byteLength < 8 || view.getUint32(0) !== PREVIEW_WITH_METADATA) return undefined;
  const length = view.getUint32(4);
  if (8 + length > frame.byteLength) return undefined;
  const metadata = parse(new TextDecoder().decode(new Uint8Array(frame, 8, length)));
  if (!isJsonObject(metadata)) return undefined;
  const mime = metadata['image_type'] === 'image/png' ? 'image/png' : 'image/jpeg';
  return {
    kind: 'preview',
    prompt: textOf(metadata['prompt_id']),
    node: textOf(metadata['display_node_id'] ?? metadata['node_id']),
    picture: new Blob([new Uint8Array(frame, 8 + length)], { type: mime }),
  };
}

/** The pictures and texts of a node's output. */
export function outputOf(output: Json | undefined): NodeOutput {
  const object = isJsonObject(output) ? output : {};
  return {
    images: list(object['images'])
      .filter(isJsonObject)
      .map((image) => ({
        filename: textOf(image['filename']),
        subfolder: textOf(image['subfolder']),
        type: textOf(image['type']) || 'output',
      }))
      .filter(({ filename }) => filename !== ''),
    texts: list(object['text']).map(textOf).filter(Boolean),
  };
}

function progressStates(nodes: Json | undefined): NodeProgress[] {
  return Object.entries(isJsonObject(nodes) ? nodes : {}).flatMap(([id, state]) =>
    isJsonObject(state)
      ? [progressOf(textOf(state['display_node_id'] ?? id), state, state['state'] === 'finished')]
      : [],
  );
}

function progressOf(node: string, data: JsonObject, isFinished: boolean): NodeProgress {
  return { node, value: numberOf(data['value']), max: numberOf(data['max']), isFinished };
}

function remainingOf(data: JsonObject): number {
  const status = isJsonObject(data['status']) ? data['status'] : {};
  const info = isJsonObject(status['exec_info']) ? status['exec_info'] : {};
  return numberOf(info['queue_remaining']);
}

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function numberOf(value: Json | undefined): number {
  return typeof value === 'number' ? value : 0;
}
