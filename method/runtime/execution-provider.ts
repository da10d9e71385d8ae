/** Names of what may compute, as ONNX Runtime has them: the processor, CUDA, DirectML, Core ML, WebGPU. */
export const EXECUTION_PROVIDERS = ['cpu', 'cuda', 'dml', 'coreml', 'webgpu'] as const;

export type ExecutionProvider = (typeof EXECUTION_PROVIDERS)[number];

/** Whether a text names an execution provider. */
export const isExecutionProvider = (name: unknown): name is ExecutionProvider =>
  EXECUTION_PROVIDERS.some((known) => known === name);
