import { tensor, type Tensor } from '../../method/tensor/tensor.ts';

/** A tensor on a line between processes: 32-bit floats, little-endian, in base64. */
export interface TensorJson {
  readonly dims: readonly number[];
  readonly data: string;
}

/** Tensors by name as they travel. */
export const writtenTensors = (tensors: Readonly<Record<string, Tensor>>): Record<string, TensorJson> =>
  Object.fromEntries(
    Object.entries(tensors).map(([name, { dims, data }]) => [
      name,
      { dims, data: Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64') },
    ]),
  );

/** Tensors by name as they arrived. */
export const readTensors = (tensors: Readonly<Record<string, TensorJson>>): Record<string, Tensor> =>
  Object.fromEntries(
    Object.entries(tensors).map(([name, { dims, data }]) => {
      const bytes = Uint8Array.from(Buffer.from(data, 'base64'));
      return [name, tensor(new Float32Array(bytes.buffer), dims)];
    }),
  );
