import { zeros, type Tensor } from '../tensor/tensor.ts';

/** Pictures as models take them. @param pictures [B, H, W, C], 0 … 1 @returns [B, C, H, W], −1 … 1 */
export function modelPixels({ dims, data }: Tensor): Tensor {
  const [batch = 0, height = 0, width = 0, channels = 0] = dims;
  const out = zeros([batch, channels, height, width]);
  const area = height * width;
  for (let b = 0; b < batch; b += 1)
    for (let c = 0; c < channels; c += 1)
      for (let i = 0; i < area; i += 1)
        out.data[(b * channels + c) * area + i] = 2 * (data[(b * area + i) * channels + c] ?? 0) - 1;
  return out;
}

/** What models draw, as pictures. @param pixels [B, C, H, W], about −1 … 1 @returns [B, H, W, C], clamped to 0 … 1 */
export function picturesOf({ dims, data }: Tensor): Tensor {
  const [batch = 0, channels = 0, height = 0, width = 0] = dims;
  const out = zeros([batch, height, width, channels]);
  const area = height * width;
  for (let b = 0; b < batch; b += 1)
    for (let i = 0; i < area; i += 1)
      for (let c = 0; c < channels; c += 1) {
        const value = (data[(b * channels + c) * area + i] ?? 0) / 2 + 0.5;
        out.data[(b * area + i) * channels + c] = Math.min(1, Math.max(0, value));
      }
  return out;
}

/** One picture of a batch. @param pictures [B, H, W, C] @returns [1, H, W, C] */
export function pictureAt({ dims, data }: Tensor, index: number): Tensor {
  const [, ...rest] = dims;
  const size = rest.reduce((product, n) => product * n, 1);
  return { dims: [1, ...rest], data: data.subarray(index * size, (index + 1) * size) };
}

/** Masks as grey pictures. @param mask [B, H, W] @returns [B, H, W, 3] */
export function greyPictures({ dims, data }: Tensor): Tensor {
  const out = zeros([...dims, 3]);
  for (let i = 0; i < out.data.length; i += 1) out.data[i] = data[Math.floor(i / 3)] ?? 0;
  return out;
}

/** One channel of pictures as masks. @param pictures [B, H, W, C] @returns [B, H, W] */
export function channelOf({ dims, data }: Tensor, channel: number): Tensor {
  const channels = dims[3] ?? 1;
  const out = new Float32Array(data.length / channels);
  for (let i = 0; i < out.length; i += 1) out[i] = data[i * channels + channel] ?? 0;
  return { dims: dims.slice(0, 3), data: out };
}
