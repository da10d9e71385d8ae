import type { InferenceSession } from 'onnxruntime-node';
import type { OnnxModel } from '../onnx/model.ts';
import type { ExecutionProvider } from './execution-provider.ts';

/** Weights from here on are used where they lie in their files; what is smaller is copied in the form that is fastest. */
export const MAPPED_BYTES = 256 * 2 ** 20;
/** From here on convolutions get the processor's own layout of blocks, which takes longer to load. */
const BLOCKED_BYTES = 64 * 2 ** 20;

/** Whether a model's weights are used where they lie in their files. 8-bit weights are a quarter: packed they still are small. */
export const isMapped = ({
  weightBytes,
  isQuantised,
  isRare = false,
}: Pick<OnnxModel, 'weightBytes' | 'isQuantised' | 'isRare'>): boolean =>
  (weightBytes >= MAPPED_BYTES || isRare) && !isQuantised;

/**
 * How a model is loaded. This is the one place that knows how execution providers and sizes differ.
 * The largest weights on the processor stay in their files, which the system shares between sessions and drops when memory is
 * short: nothing is packed anew and no constant is folded, as both make copies. Their graphs are written in fused operators, so
 * that no optimizer has to look for them. Measured on AVX2 with networks of Stable Diffusion's size, in processor time: at the
 * same speed a UNet loads in 0.56 of the time (in 16 bits 0.39), and its own memory is 0.3 GB in place of 1.5 GB. The autoencoder's
 * copies are small; with them, its layout and memory that is kept from run to run a decoding takes 0.7 of the time.
 * Of 8-bit integers a UNet takes 0.95 of the time when packed (AVX-512, VNNI).
 */
export function sessionOptions(
  model: OnnxModel,
  { provider, threads }: { readonly provider: ExecutionProvider; readonly threads: number },
): InferenceSession.SessionOptions {
  const staysInFiles = provider === 'cpu' && isMapped(model);
  const isBlocked = provider === 'cpu' && !staysInFiles && model.weightBytes >= BLOCKED_BYTES;
  return {
    // What a provider cannot compute, the processor does without being named; named, it would hide that the provider is not there.
    executionProviders: [provider],
    graphOptimizationLevel: staysInFiles ? 'disabled' : isBlocked ? 'all' : 'extended',
    // DirectML needs both; on the processor they cost nothing.
    executionMode: 'sequential',
    enableMemPattern: false,
    intraOpNumThreads: threads,
    logSeverityLevel: 3,
    extra: {
      session: {
        model_external_initializers_file_folder_path: model.folder,
        intra_op: { allow_spinning: '0' },
        ...(staysInFiles ? { disable_prepacking: '1' } : {}),
      },
    },
  };
}
