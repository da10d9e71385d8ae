"""Opens any stack of the shape of Stable Diffusion 1.x: a folder of diffusers and an image encoder."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from diffusers.utils import logging as diffusers_logging
from torch import nn
from transformers import CLIPTextModelWithProjection, CLIPVisionModelWithProjection
from transformers.utils import logging as transformers_logging

from ..export import elite_config
from ..models.attention import install
from ..models.configs import Net
from ..models.mappers import Mapper
from ..sample import SCALE, Stack
from ..tokenizer import END, Tokenizer

UNUSED = ("text_projection.weight", "visual_projection.weight")
"""Keys that the two towers may lack: nothing here projects."""

SCHEDULE = {
    "prediction_type": "epsilon",
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "beta_schedule": "scaled_linear",
}
"""What a scheduler's config must say, where it says something."""


@dataclass(frozen=True)
class Shape(Net):
    """Sizes read from a stack's own configs."""

    patch: int = 14
    vision_width: int = 1024

    @property
    def grid(self) -> int:
        return self.image_size // self.patch


@dataclass
class Parts:
    """The frozen networks of a stack."""

    shape: Shape
    vae: AutoencoderKL
    text: CLIPTextModelWithProjection
    vision: CLIPVisionModelWithProjection
    unet: UNet2DConditionModel
    tokenizer: Tokenizer

    def to(self, device: torch.device) -> Parts:
        for part in (self.vae, self.text, self.vision, self.unet):
            part.to(device)
        return self

    def with_mappers(self, words: Mapper, local: Mapper | None) -> Stack:
        """The whole stack, ELITE's attention installed in the UNet."""
        context = install(self.unet, words, local)
        return Stack(
            self.shape, self.vae, self.text, self.vision, self.unet, words, local, self.tokenizer, context
        )


def open_stack(folder: Path, vision: Path | None = None, layers: tuple[int, ...] | None = None) -> Parts:
    """Reads unet, vae, text_encoder, tokenizer, and the image encoder of `vision` (else image_encoder).

    @raises ValueError naming the part that is missing or is of another family
    """
    transformers_logging.set_verbosity_error()
    transformers_logging.disable_progress_bar()
    diffusers_logging.disable_progress_bar()
    check_schedule(folder / "scheduler" / "scheduler_config.json")
    unet = opened_part(UNet2DConditionModel, folder / "unet")
    vae = opened_part(AutoencoderKL, folder / "vae")
    text = opened_part(CLIPTextModelWithProjection, folder / "text_encoder")
    tower = opened_part(CLIPVisionModelWithProjection, vision or folder / "image_encoder")
    check_family(folder, unet, vae, text)
    end = text.config.vocab_size - 1
    tokenizer = Tokenizer(folder / "tokenizer", text.config.max_position_embeddings, end)
    if tokenizer.inner.convert_tokens_to_ids(END) != end:
        raise ValueError(
            f"{folder / 'tokenizer'}, vocab.json: expected {END} to be {end}, the text encoder's last token, "
            f"got {tokenizer.inner.convert_tokens_to_ids(END)}"
        )
    shape = shape_of(folder, unet, vae, text, tower, layers)
    parts = Parts(shape, vae, text, tower, unet, tokenizer)
    for part in (vae, text, tower, unet):
        part.eval().requires_grad_(False)
    return parts


def opened_part(kind: type[nn.Module], folder: Path) -> nn.Module:
    """A network of a folder, in fp32. @raises ValueError when files or keys are missing"""
    if not (folder / "config.json").is_file():
        raise ValueError(
            f"{folder / 'config.json'}: expected the config of a {kind.__name__}, got no such file"
        )
    half = {"variant": "fp16"} if any(folder.glob("*.fp16.*")) and not has_whole(folder) else {}
    try:
        network, info = kind.from_pretrained(
            str(folder), torch_dtype=torch.float32, local_files_only=True, output_loading_info=True, **half
        )
    except (OSError, RuntimeError, ValueError) as cause:
        raise ValueError(f"{folder}: expected the weights of a {kind.__name__}, got {cause}") from cause
    missing = [k for k in info["missing_keys"] if k not in UNUSED and not k.endswith("position_ids")]
    if missing:
        raise ValueError(f"{folder}: expected the key {sorted(missing)[0]}, got a file without it")
    return network


def has_whole(folder: Path) -> bool:
    """Whether the folder has weights without a variant in their name."""
    return any(
        ".fp16." not in p.name for ending in ("safetensors", "bin") for p in folder.glob(f"*.{ending}")
    )


def check_schedule(path: Path) -> None:
    """@raises ValueError for another noise schedule or another prediction than ε"""
    config = json.loads(path.read_text()) if path.is_file() else {}
    for key, expected in SCHEDULE.items():
        got = config.get(key, expected)
        if got != expected:
            raise ValueError(f"{path}, {key}: expected {expected}, got {got} (not Stable Diffusion 1.x?)")


def check_family(
    folder: Path, unet: UNet2DConditionModel, vae: AutoencoderKL, text: CLIPTextModelWithProjection
) -> None:
    """@raises ValueError for parts that do not fit together"""
    width, got = text.config.hidden_size, unet.config.cross_attention_dim
    where = folder / "unet" / "config.json"
    if got != width:
        raise ValueError(
            f"{where}, cross_attention_dim: expected {width}, the text encoder's width, got {got} "
            "(a Stable Diffusion 2.x checkpoint?)"
        )
    if unet.config.in_channels != 4:
        raise ValueError(
            f"{where}, in_channels: expected 4, got {unet.config.in_channels} (an inpainting checkpoint?)"
        )
    if abs(vae.config.scaling_factor - SCALE) > 1e-6:
        raise ValueError(
            f"{folder / 'vae' / 'config.json'}, scaling_factor: expected {SCALE}, "
            f"got {vae.config.scaling_factor}"
        )


def shape_of(
    folder: Path,
    unet: UNet2DConditionModel,
    vae: AutoencoderKL,
    text: CLIPTextModelWithProjection,
    vision: CLIPVisionModelWithProjection,
    layers: tuple[int, ...] | None,
) -> Shape:
    """Sizes of a stack; elite/config.json of a bundle says which hidden states its mappers read."""
    own = folder / "elite" / "config.json"
    said = json.loads(own.read_text()) if own.is_file() else {}
    v, t = vision.config, text.config
    chosen = layers or tuple(said.get("layers", ())) or spread_layers(v.num_hidden_layers)
    if len(chosen) != 5 or not all(0 <= k <= v.num_hidden_layers for k in chosen):
        raise ValueError(f"layers: expected five of 0 … {v.num_hidden_layers}, got {list(chosen)}")
    return Shape(
        name=folder.resolve().name,
        size=unet.config.sample_size * 2 ** (len(vae.config.block_out_channels) - 1),
        image_size=v.image_size,
        width=t.hidden_size,
        vision_layers=v.num_hidden_layers,
        text_layers=t.num_hidden_layers,
        heads=t.num_attention_heads,
        layers=chosen,
        mapper_hidden=said.get("hidden", v.hidden_size),
        patch=v.patch_size,
        vision_width=v.hidden_size,
    )


def spread_layers(count: int) -> tuple[int, ...]:
    """The last hidden state and four at even spacing: 24, 4, 8, 12, 16 of ViT-L/14."""
    if count % 6:
        raise ValueError(f"layers: expected --layers for an image encoder of {count} blocks, got none")
    return (count, *(count * k // 6 for k in range(1, 5)))


def mapper_config(shape: Shape, hidden: int) -> dict:
    """elite/config.json beside the mappers, as the product reads it."""
    return elite_config(shape) | {"hidden": hidden}
