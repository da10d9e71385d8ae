/** A published model that can be fetched. */
export interface KnownDownload {
  readonly title: string;
  /** Where people read about it. */
  readonly page: string;
  readonly licence: { readonly name: string; readonly url: string };
  /** What the file names are appended to; absent where the publisher gives no such address. */
  readonly base?: string;
  readonly files: readonly KnownFile[];
}

/** A file of a published model; without a hash here, the one that the server states is checked. */
interface KnownFile {
  readonly path: string;
  readonly sha256?: string;
}

const hub = (repository: string): string => `https://huggingface.co/${repository}/resolve/main/`;

/** The public files that the method of the paper needs, by the names of their folders. */
export const KNOWN_DOWNLOADS: Readonly<Record<string, KnownDownload>> = {
  'stable-diffusion-v1-4': {
    title: 'Stable Diffusion v1-4, as a folder of diffusers',
    page: 'https://huggingface.co/CompVis/stable-diffusion-v1-4',
    licence: {
      name: 'CreativeML OpenRAIL-M',
      url: 'https://huggingface.co/spaces/CompVis/stable-diffusion-license',
    },
    base: hub('CompVis/stable-diffusion-v1-4'),
    files: [
      { path: 'model_index.json' },
      { path: 'scheduler/scheduler_config.json' },
      { path: 'unet/config.json' },
      { path: 'unet/diffusion_pytorch_model.safetensors' },
      { path: 'vae/config.json' },
      { path: 'vae/diffusion_pytorch_model.safetensors' },
    ],
  },
  'clip-vit-large-patch14': {
    title: "OpenAI's CLIP ViT-L/14, as a folder of transformers",
    page: 'https://huggingface.co/openai/clip-vit-large-patch14',
    licence: { name: 'MIT', url: 'https://github.com/openai/CLIP/blob/main/LICENSE' },
    base: hub('openai/clip-vit-large-patch14'),
    files: [
      { path: 'config.json' },
      { path: 'model.safetensors' },
      { path: 'vocab.json' },
      { path: 'merges.txt' },
      { path: 'tokenizer_config.json' },
    ],
  },
  elite: {
    title: 'The mappers of ELITE, as their authors released them',
    page: 'https://drive.google.com/drive/folders/1VkiVZzA_i9gbfuzvHaLH2VYh7kOTzE0x',
    licence: { name: 'the terms of their repository', url: 'https://github.com/csyxwei/ELITE' },
    files: [{ path: 'global_mapper.pt' }, { path: 'local_mapper.pt' }],
  },
};
