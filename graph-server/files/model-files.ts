import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** ComfyUI's folder names for models; any other folder below `models/` is listed too. */
const MODEL_FOLDERS = [
  'audio_encoders',
  'checkpoints',
  'clip',
  'clip_vision',
  'configs',
  'controlnet',
  'diffusers',
  'diffusion_models',
  'embeddings',
  'gligen',
  'hypernetworks',
  'latent_upscale_models',
  'loras',
  'model_patches',
  'photomaker',
  'style_models',
  'text_encoders',
  'unet',
  'upscale_models',
  'vae',
  'vae_approx',
];
const MODEL_FILES = /\.(safetensors|ckpt|pt|pth|bin)$/i;

/** The names of the model folders: ComfyUI's and those that exist. */
export async function modelFolders(models: string): Promise<string[]> {
  const entries = await readdir(models, { withFileTypes: true }).catch(() => []);
  const present = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return [...new Set([...MODEL_FOLDERS, ...present])].sort();
}

/** The model files of one folder, by relative name; undefined for a folder that there is not. */
export async function modelFiles(models: string, folder: string): Promise<string[] | undefined> {
  if (!(await modelFolders(models)).includes(folder)) return undefined;
  return (await filesBelow(join(models, folder))).filter((name) => MODEL_FILES.test(name));
}

/** Every file below a folder by its relative name with `/`, sorted; an absent folder has none. */
export async function filesBelow(root: string): Promise<string[]> {
  const entries = await readdir(root, { withFileTypes: true, recursive: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}
