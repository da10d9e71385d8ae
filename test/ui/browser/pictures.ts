import type { Page } from 'playwright-core';
import { encodePng } from '../../../method/image/encode.ts';
import { tensor } from '../../../method/tensor/tensor.ts';

/** A PNG whose grey grows from left to right: x / width of white. */
export async function rampPhoto(width: number, height: number): Promise<Buffer> {
  const data = Float32Array.from(
    { length: width * height * 3 },
    (_, at) => (Math.floor(at / 3) % width) / width,
  );
  return Buffer.from(await encodePng(tensor(data, [1, height, width, 3])));
}

/** A PNG of grey pixels, 0 to 255, row by row. */
export async function greyPng(width: number, height: number, grey: Uint8Array): Promise<Buffer> {
  const data = Float32Array.from(
    { length: width * height * 3 },
    (_, at) => (grey[Math.floor(at / 3)] ?? 0) / 255,
  );
  return Buffer.from(await encodePng(tensor(data, [1, height, width, 3])));
}

/** The path of a stored picture, as the page asks for it. */
function pathOf(value: string): string {
  const path = value.replace(/ \[input\]$/, '').split('/');
  const query = new URLSearchParams({ filename: path.pop() ?? '', subfolder: path.join('/'), type: 'input' });
  return `view?${query}`;
}

/** Width and height of a stored picture. */
export function sizeOf(page: Page, value: string): Promise<readonly [number, number]> {
  return page.evaluate(async (path) => {
    const { width, height } = await createImageBitmap(await (await fetch(path)).blob());
    return [width, height] as const;
  }, pathOf(value));
}

/** The grey of a pixel of a stored picture, 0 to 255. */
export function greyAt(page: Page, value: string, x: number, y: number): Promise<number | undefined> {
  return page.evaluate(
    async ([path, atX, atY]) => {
      const bitmap = await createImageBitmap(await (await fetch(path)).blob());
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [bitmap.width, bitmap.height];
      const context = canvas.getContext('2d');
      context?.drawImage(bitmap, 0, 0);
      return context?.getImageData(atX, atY, 1, 1).data[0];
    },
    [pathOf(value), x, y] as const,
  );
}
