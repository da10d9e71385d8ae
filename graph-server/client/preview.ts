import { isJsonObject, parseJson, type Json } from '../../ui/src/model/json.ts';
import type { Frame } from './frames.ts';
import { textOf } from './text-of.ts';

/** A picture of a node's unfinished work, or (PNG) what a SaveImageWebsocket node sends. */
export interface Preview {
  readonly promptId: string;
  readonly nodeId: string;
  readonly mime: string;
  readonly bytes: Uint8Array;
}

const PREVIEW_WITH_METADATA = 4;

/** Reads ComfyUI's frame 4, whose second number is the length of its JSON; undefined for another frame. */
export function previewOf({ kind, stream: length, bytes }: Frame): Preview | undefined {
  if (kind !== PREVIEW_WITH_METADATA || length > bytes.length) return undefined;
  const metadata = metadataOf(new TextDecoder().decode(bytes.subarray(0, length)));
  if (!isJsonObject(metadata)) return undefined;
  return {
    promptId: textOf(metadata['prompt_id']),
    nodeId: textOf(metadata['display_node_id'] ?? metadata['node_id']),
    mime: textOf(metadata['image_type']),
    bytes: bytes.subarray(length),
  };
}

function metadataOf(text: string): Json {
  try {
    return parseJson(text, 'preview');
  } catch {
    return null; // a frame that is none of the protocol's says nothing
  }
}
