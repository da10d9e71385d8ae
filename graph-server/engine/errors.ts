/** Every error type that a client can meet, with what it means; `docs/errors.md` has a heading for each. */
export const ERRORS = {
  // A prompt as a whole, in ComfyUI's words.
  no_prompt: 'the body has no prompt',
  invalid_prompt: 'the prompt is no graph of nodes, or is over a limit',
  invalid_prompt_id: 'the id that the client chose is no UUID',
  duplicate_prompt_id: 'the id that the client chose belongs to another prompt',
  missing_node_type: 'a node names no type, or one that no loaded pack has',
  prompt_no_outputs: 'no node of the prompt is an output, or none of those that were asked for',
  prompt_outputs_failed_validation: 'every output depends on a node with a fault',
  // One node of a prompt, in ComfyUI's words.
  required_input_missing: 'an input that must be given is absent',
  bad_linked_input: 'an input that takes a link has none, or one that leads nowhere',
  return_type_mismatch: 'a link carries another kind of value than the input takes',
  invalid_input_type: 'a value cannot be read as what the input takes',
  value_smaller_than_min: 'a number is below the least that the input takes',
  value_bigger_than_max: 'a number is above the greatest that the input takes, or a text is too long',
  value_not_in_list: 'a value is none of those that the input offers',
  custom_validation_failed: 'the node itself refuses its values',
  exception_during_validation: 'the node failed while its values were checked',
  dependency_cycle: 'nodes feed each other in a circle',
  // Requests.
  bad_json: 'the body is no JSON, or not of the expected form',
  bad_request: 'a part of the request is not as expected',
  bad_upload: 'the body is no form with a file, or the file is too long',
  bad_picture: 'the bytes are no picture that can be read',
  bad_filename: 'a name that no file can have here',
  bad_type: 'a folder type other than input, output and temp',
  forbidden_path: 'a name leads out of its folder',
  file_exists: 'a file of that name is there already',
  file_changed: 'the file is not what it was when it was read',
  file_in_use: 'a result of the history shows the file',
  not_found: 'there is no such route, file or folder',
  queue_full: 'as many jobs wait as the configuration allows',
  stopping: 'the server stops, or has no handle left to take a request with',
  disk_full: 'the disk is full or cannot be written',
  refused: 'the request comes from a place that may not ask, or lacks the token',
  internal_error: 'a fault of the server; its log has more',
} as const;

/** The name of an error. */
export type ErrorType = keyof typeof ERRORS;

/** One fault of a prompt or node as ComfyUI's clients read it; the message is a whole sentence. */
export interface Fault {
  readonly type: ErrorType;
  readonly message: string;
  readonly details: string;
  readonly extra_info: Readonly<Record<string, unknown>>;
}

/** Makes a fault. */
export function faultOf(
  type: ErrorType,
  message: string,
  { details = '', ...extra }: Readonly<Record<string, unknown>> & { readonly details?: string } = {},
): Fault {
  return { type, message, details, extra_info: extra };
}

/** Thrown when a prompt as a whole is refused. */
export class PromptError extends Error {
  readonly fault: Fault;

  constructor(type: ErrorType, message: string, extra?: Parameters<typeof faultOf>[2]) {
    super(message);
    this.fault = faultOf(type, message, extra);
  }
}

/** What something thrown says of itself. */
export function sentenceOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
