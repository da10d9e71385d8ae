import { PORTABLE, type Dialect, type GroupNormSizes } from '../onnx/dialect.ts';
import type { ExecutionProvider } from './execution-provider.ts';

/** The sizes that CUDA's kernel has blocks for, with 32 groups: those of Stable Diffusion. */
const GROUPS = 32;
const CHANNELS: readonly number[] = [128, 256, 320, 512, 640, 960, 1280, 1920, 2560];

const hasKernel = ({ channels, groups }: GroupNormSizes): boolean =>
  groups === GROUPS && CHANNELS.includes(channels);

/**
 * The dialect of each execution provider. Sources: the operators' schemas and kernels of ONNX Runtime
 * (contrib_ops/cuda/diffusion, the operators of its DirectML provider), and how its own optimizer writes Stable Diffusion.
 * Not run here but for `cpu`: no accelerator was at hand.
 */
const DIALECTS: Readonly<Record<ExecutionProvider, Dialect>> = {
  cpu: { ...PORTABLE, takesContext: true },
  cuda: {
    unetFloats: 'F16',
    hasChannelsLastConv: true,
    groupNorm: { isChannelsLast: true, hasSingleScale: true, canAdd: true, takes: hasKernel },
    fusedGates: [2560, 5120, 10240],
    hasFusedAttention: true,
    hasFusedProducts: false,
    takesInt8: false,
    takesContext: false,
  },
  dml: {
    unetFloats: 'F16',
    hasChannelsLastConv: false,
    groupNorm: { isChannelsLast: false, hasSingleScale: false, canAdd: false, takes: hasKernel },
    fusedGates: [],
    hasFusedAttention: true,
    hasFusedProducts: false,
    takesInt8: false,
    takesContext: false,
  },
  // It has none of Microsoft's operators: attention as one would go back to the processor.
  coreml: { ...PORTABLE, hasFusedAttention: false, hasFusedProducts: false, takesInt8: false },
  // Halves need a device that has them in its shaders, which cannot be asked from here.
  webgpu: { ...PORTABLE, hasFusedProducts: false, takesInt8: false },
};

/** In which operators a graph is written for what computes it. */
export const dialectOf = (provider: ExecutionProvider): Dialect => DIALECTS[provider];
