import { open } from 'node:fs/promises';
import { bfloat16ToFloat, halfToFloat } from '../tensor/half.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { CheckpointError, type ElementType, type TensorLocation } from './checkpoint.ts';

/**
 * Reads one tensor into memory as 32-bit floats (token tables, small weights, fixtures).
 * @throws CheckpointError when the file is shorter than the location says
 */
export async function readTensor(location: TensorLocation): Promise<Tensor> {
  const bytes = new Uint8Array(location.length);
  const file = await open(location.file);
  try {
    const { bytesRead } = await file.read(bytes, 0, location.length, location.offset);
    if (bytesRead !== location.length) {
      throw new CheckpointError(
        `${location.file}: expected ${location.length} bytes at ${location.offset}, got ${bytesRead}`,
      );
    }
  } finally {
    await file.close();
  }
  return { dims: location.dims, data: numbers(bytes.buffer, location.dtype) };
}

function numbers(buffer: ArrayBuffer, dtype: ElementType): Float32Array {
  switch (dtype) {
    case 'F32':
      return new Float32Array(buffer);
    case 'F64':
      return Float32Array.from(new Float64Array(buffer));
    case 'F16':
      return halfToFloat(new Uint16Array(buffer));
    case 'BF16':
      return bfloat16ToFloat(new Uint16Array(buffer));
    case 'I64':
      return Float32Array.from(new BigInt64Array(buffer), Number);
    case 'I32':
      return Float32Array.from(new Int32Array(buffer));
    case 'I16':
      return Float32Array.from(new Int16Array(buffer));
    case 'I8':
      return Float32Array.from(new Int8Array(buffer));
    case 'U8':
    case 'BOOL':
      return Float32Array.from(new Uint8Array(buffer));
  }
}
