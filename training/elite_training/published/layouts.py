"""Writes random checkpoints: a folder of diffusers, single LDM files, a folder of transformers, mappers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from huggingface_hub import save_torch_state_dict
from safetensors.torch import save_file

from ..export import PIPELINE, SCHEDULER, write_json
from ..stages.s4_global import TEMPLATES
from ..tokenizer import write_tokenizer
from .ldm_names import (
    RESIDUAL,
    TEXT_PREFIX,
    UNET_PREFIX,
    VAE_PREFIX,
    VAE_RESIDUAL,
    ldm_dims,
    ldm_name,
    unet_modules,
    vae_modules,
)
from .sizes import Sizes
from .weights import State, clip_state, mapper_state, text_state, unet_state, vae_state

LAYOUTS = ("diffusers", "ldm", "clip", "mappers")
DTYPES = {"fp32": torch.float32, "fp16": torch.float16}
SAFE, PICKLED = "safetensors", ("bin", "ckpt")

SD_FOLDER, SD_FILE, CLIP_FOLDER = "stable-diffusion-v1-4", "sd-v1-4", "clip-vit-large-patch14"
"""Names of what is written."""

PUBLISHED_ATTENTION = {"to_q": "query", "to_k": "key", "to_v": "value", "to_out.0": "proj_attn"}
"""The autoencoder's attention in the files of Stable Diffusion 1.4, before diffusers renamed it."""


@dataclass(frozen=True)
class Form:
    """How a checkpoint is written."""

    sizes: Sizes
    dtype: str = "fp32"
    ending: str = SAFE
    seed: int = 0
    shards: int = 1
    """Files of weights in folders are cut into about so many, with an index."""

    @property
    def settings(self) -> tuple[Sizes, int, torch.dtype]:
        return self.sizes, self.seed, DTYPES[self.dtype]

    def file(self, stem: str, pickled: str) -> str:
        """A name of a file of weights, with its variant, as the libraries look for it."""
        variant = ".fp16" if self.dtype == "fp16" else ""
        return f"{stem}{variant}.safetensors" if self.ending == SAFE else f"{pickled}{variant}.bin"


def write_layout(layout: str, folder: Path, form: Form) -> list[Path]:
    """Writes one layout, or all of them, into a folder. @returns what can be given to `models add`"""
    names = LAYOUTS if layout == "all" else (layout,)
    folder.mkdir(parents=True, exist_ok=True)
    return [path for name in names for path in WRITERS[name](folder, form)]


def write_diffusers(folder: Path, form: Form) -> list[Path]:
    """Stable Diffusion's folder of diffusers: UNet, autoencoder, text encoder, tokenizer, scheduler."""
    to, sizes = folder / SD_FOLDER, form.sizes
    weights = form.file("diffusion_pytorch_model", "diffusion_pytorch_model")
    save(unet_state(*form.settings), to / "unet" / weights, form.shards)
    write_json(to / "unet" / "config.json", sizes.unet)
    vae = {published_vae(key): value for key, value in vae_state(*form.settings).items()}
    save(vae, to / "vae" / weights, form.shards)
    write_json(to / "vae" / "config.json", sizes.vae)
    text = text_state(clip_state(*form.settings))
    save(text, to / "text_encoder" / form.file("model", "pytorch_model"), form.shards)
    write_json(to / "text_encoder" / "config.json", sizes.text | {"architectures": ["CLIPTextModel"]})
    write_vocabulary(to / "tokenizer", sizes)
    write_json(to / "scheduler" / "scheduler_config.json", SCHEDULER)
    write_json(to / "model_index.json", PIPELINE)
    return [to]


def published_vae(key: str) -> str:
    """The key of Stable Diffusion 1.4's autoencoder for one of diffusers' present keys."""
    for new, old in PUBLISHED_ATTENTION.items():
        key = key.replace(f".attentions.0.{new}.", f".attentions.0.{old}.")
    return key


def write_ldm(folder: Path, form: Form) -> list[Path]:
    """One file with all of Stable Diffusion under CompVis' keys; a pickle has them inside `state_dict`."""
    state = ldm_state(form)
    path = folder / f"{SD_FILE}{'-fp16' if form.dtype == 'fp16' else ''}.{ldm_ending(form)}"
    if form.ending == SAFE:
        save(state, path)
    else:
        torch.save({"epoch": 0, "global_step": 470_000, "state_dict": state}, path)
    return [path]


def ldm_ending(form: Form) -> str:
    return SAFE if form.ending == SAFE else "ckpt"


def ldm_state(form: Form) -> State:
    """UNet, autoencoder, text encoder and what else lies in such a file."""
    state = renamed(
        unet_state(*form.settings),
        UNET_PREFIX,
        dict(unet_modules(len(form.sizes.unet["block_out_channels"]), form.sizes.unet["layers_per_block"])),
        RESIDUAL,
    )
    state |= renamed(
        vae_state(*form.settings),
        VAE_PREFIX,
        dict(vae_modules(len(form.sizes.vae["block_out_channels"]), form.sizes.vae["layers_per_block"])),
        VAE_RESIDUAL,
    )
    state |= {TEXT_PREFIX + k: v for k, v in text_state(clip_state(*form.settings)).items()}
    betas = torch.linspace(0.00085**0.5, 0.012**0.5, 1000) ** 2
    return state | {"betas": betas, "alphas_cumprod": torch.cumprod(1 - betas, 0)}


def renamed(state: State, prefix: str, modules: dict[str, str], inner: dict[str, str]) -> State:
    """A part's weights under the keys and shapes of a single file."""
    names = {key: ldm_name(key, modules, inner) for key in state}
    return {prefix + names[key]: v.reshape(ldm_dims(names[key], v.shape)) for key, v in state.items()}


def write_clip(folder: Path, form: Form) -> list[Path]:
    """The folder of transformers with a whole CLIP and its vocabulary."""
    to = folder / CLIP_FOLDER
    save(clip_state(*form.settings), to / form.file("model", "pytorch_model"), form.shards)
    write_json(to / "config.json", form.sizes.clip)
    write_vocabulary(to, form.sizes)
    return [to]


def write_mappers(folder: Path, form: Form) -> list[Path]:
    """The two files of ELITE's authors."""
    paths = []
    for name in ("global_mapper", "local_mapper"):
        paths.append(folder / f"{name}.pt")
        torch.save(mapper_state(name, *form.settings), paths[-1])
    return paths


def write_vocabulary(folder: Path, sizes: Sizes) -> None:
    """A vocabulary of CLIP's size with the words of the paper's prompts; its other entries are unused."""
    captions = [t.replace("S", "s") for t in TEMPLATES]
    write_tokenizer(captions, folder, sizes.text["vocab_size"], sizes.text["max_position_embeddings"])


def save(state: State, path: Path, shards: int = 1) -> None:
    """Writes safetensors, or what torch.save makes of a `.bin`; as shards they have an index beside them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if shards > 1:
        total = sum(value.numel() * value.element_size() for value in state.values())
        save_torch_state_dict(
            state,
            path.parent,
            filename_pattern=f"{path.stem}{{suffix}}{path.suffix}",
            max_shard_size=-(-total // shards),
            safe_serialization=path.suffix == ".safetensors",
        )
    elif path.suffix == ".safetensors":
        save_file({k: v.contiguous() for k, v in state.items()}, path, {"format": "pt"})
    else:
        torch.save(state, path)


WRITERS = {"diffusers": write_diffusers, "ldm": write_ldm, "clip": write_clip, "mappers": write_mappers}
