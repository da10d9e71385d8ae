/** A JSON message of the socket. */
export interface Message {
  readonly type: string;
  readonly data: unknown;
}

/** A preview picture of a node that runs. */
export interface Preview {
  readonly bytes: Uint8Array;
  readonly mime: string;
  readonly promptId: string;
  readonly nodeId: string;
  /** The ids that a client knows of a node that another one made. */
  readonly kin?: { readonly display: string; readonly parent: string; readonly real: string };
}

/** The flags that the server tells its clients, on the socket and at `/features`. */
export interface Features {
  readonly supports_preview_metadata: true;
  /** Our own: whether what a node computed is kept for the next run. */
  readonly keeps_results?: boolean;
  readonly max_upload_size: number;
  readonly assets: false;
}

/** How many jobs wait or run; the first of a socket names its session. */
export function statusMessage(remaining: number, sid?: string): Message {
  return {
    type: 'status',
    data: { status: { exec_info: { queue_remaining: remaining } }, ...(sid === undefined ? {} : { sid }) },
  };
}

/**
 * A node begins, or with null the job has ended and its history is stored.
 * @param display the node that is shown in its place
 */
export function executingMessage(promptId: string, node: string | null, display = node): Message {
  return {
    type: 'executing',
    data:
      node === null ? { node, prompt_id: promptId } : { node, display_node: display, prompt_id: promptId },
  };
}

const PREVIEW_IMAGE = 1;
const PREVIEW_IMAGE_WITH_METADATA = 4;
const JPEG = 1;
const PNG = 2;

/** The binary frame of a preview: type 4 with its node for clients that know it, else ComfyUI's type 1. */
export function previewFrame(preview: Preview, withMetadata: boolean): Buffer {
  if (!withMetadata)
    return Buffer.concat([
      uint32(PREVIEW_IMAGE),
      uint32(preview.mime === 'image/png' ? PNG : JPEG),
      preview.bytes,
    ]);
  const metadata = Buffer.from(
    JSON.stringify({
      node_id: preview.nodeId,
      prompt_id: preview.promptId,
      display_node_id: preview.kin?.display ?? preview.nodeId,
      parent_node_id: preview.kin?.parent ?? null,
      real_node_id: preview.kin?.real ?? preview.nodeId,
      image_type: preview.mime,
    }),
  );
  return Buffer.concat([
    uint32(PREVIEW_IMAGE_WITH_METADATA),
    uint32(metadata.length),
    metadata,
    preview.bytes,
  ]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
