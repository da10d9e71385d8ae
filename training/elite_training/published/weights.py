"""Seeded random weights by key: the same numbers whichever layout they are written in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from math import prod

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from torch import Tensor, nn
from transformers import CLIPConfig, CLIPModel

from ..models.mappers import Mapper
from .sizes import Sizes

State = dict[str, Tensor]

SMALL = 0.02
"""Deviation of embeddings, of biases, and of the scales of norms around 1."""

LOGIT_SCALE = 4.6052
"""ln 100, at which CLIP's temperature is clipped."""

POSITIONS = ("text_model.embeddings.position_ids", "vision_model.embeddings.position_ids")
"""Integers 0, 1, 2 … that the published CLIP files carry."""


def random_tensor(key: str, shape: Iterable[int], seed: int, dtype: torch.dtype) -> Tensor:
    """Values of one key. Matrices and kernels have the variance 1/fan-in, which keeps activations near 1."""
    dims = tuple(shape)
    digest = hashlib.sha256(f"{seed} {key}".encode()).digest()
    generator = torch.Generator().manual_seed(int.from_bytes(digest[:8], "little"))
    if key.endswith("logit_scale"):
        return torch.tensor(LOGIT_SCALE, dtype=dtype)
    values = torch.randn(dims, generator=generator)
    if "embedding.weight" in key and len(dims) == 2 or key.endswith(("class_embedding", ".bias")):
        values.mul_(SMALL)
    elif len(dims) == 1:
        values.mul_(SMALL).add_(1)
    else:
        values.mul_(prod(dims[1:]) ** -0.5)
    return values.to(dtype)


def random_state(part: str, build: Callable[[], nn.Module], seed: int, dtype: torch.dtype) -> State:
    """Random weights under the keys and shapes of a network, which itself is not filled."""
    with torch.device("meta"):
        shapes = {key: value.shape for key, value in build().state_dict().items()}
    return {key: random_tensor(f"{part}.{key}", shape, seed, dtype) for key, shape in shapes.items()}


def unet_state(sizes: Sizes, seed: int, dtype: torch.dtype) -> State:
    """UNet2DConditionModel under diffusers' keys."""
    return random_state("unet", lambda: UNet2DConditionModel.from_config(sizes.unet), seed, dtype)


def vae_state(sizes: Sizes, seed: int, dtype: torch.dtype) -> State:
    """AutoencoderKL under diffusers' present keys."""
    return random_state("vae", lambda: AutoencoderKL.from_config(sizes.vae), seed, dtype)


def clip_state(sizes: Sizes, seed: int, dtype: torch.dtype) -> State:
    """Both towers and the projections, under transformers' keys."""
    config = CLIPConfig(**sizes.clip)
    state = random_state("clip", lambda: CLIPModel(config), seed, dtype)
    patches = (sizes.vision["image_size"] // sizes.vision["patch_size"]) ** 2
    counts = (sizes.text["max_position_embeddings"], patches + 1)
    return state | {key: torch.arange(n)[None] for key, n in zip(POSITIONS, counts, strict=True)}


def text_state(clip: State) -> State:
    """The text tower of a CLIP, which is Stable Diffusion's text encoder."""
    return {key: value for key, value in clip.items() if key.startswith("text_model.")}


def mapper_state(name: str, sizes: Sizes, seed: int, dtype: torch.dtype) -> State:
    """A mapper with its keys and values of the sixteen layers, under the authors' keys."""
    width, out = sizes.vision["hidden_size"], sizes.text["hidden_size"]

    def build() -> Mapper:
        return Mapper(UNet2DConditionModel.from_config(sizes.unet), width, width, out)

    return random_state(name, build, seed, dtype)
