"""Grids for the eye: the reference, w_0, all words, and in stage two the patches at two λ."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageDraw
from torch import Tensor

from ..sample import Settings as Sampling
from ..sample import Stack, decode, encode_prompts, sample, seed_noise, to_pixels
from ..stages.common import CLIP_MEAN, CLIP_STD
from .losses import features
from .stack import Parts

PROMPT = "a photo of a S*"
BAND = 14
"""Pixels above the pictures, for the names of the columns."""


@torch.no_grad()
def grid(parts: Parts, stack: Stack, batch: dict, steps: int) -> Image.Image:
    """One row a sample of the batch, columns as `columns` names them."""
    device = batch["reference"].device
    words = stack.words.words(features(parts, batch["reference"]))
    side = stack.net.size // 8
    noise = seed_noise(list(range(len(words))), (4, side, side)).to(device)
    patches = None
    if stack.local is not None:
        patches = stack.local.patches(features(parts, batch["object"]), batch["mask"])
    shown = {"reference": reference(batch["object" if stack.local else "reference"], stack.net.size)}
    for name, count, weight in columns(stack.local is not None):
        prompt = encode_prompts(stack, [PROMPT] * len(words), words[:, :count])
        local = patches if weight else None
        latents = sample(stack, prompt, noise, Sampling(steps, 5.0, weight), local)
        shown[name] = to_pixels(decode(stack, latents)).cpu()
    return sheet(shown)


def columns(local: bool) -> list[tuple[str, int, float]]:
    """Name, number of words and λ of each drawn column."""
    plain = [("w_0", 1, 0.0), ("all words", 5, 0.0)]
    return plain + [(f"local {w}", 1, w) for w in (0.6, 0.8)] if local else plain


def reference(pixels: Tensor, size: int) -> Tensor:
    """uint8 [B, 3, size, size] of CLIP-normalised pictures."""
    mean, std = (torch.tensor(v, device=pixels.device)[:, None, None] for v in (CLIP_MEAN, CLIP_STD))
    x = (pixels * std + mean).clamp(0, 1) * 255
    return torch.nn.functional.interpolate(x, size=size, mode="bilinear").round().byte().cpu()


def sheet(shown: dict[str, Tensor]) -> Image.Image:
    """Columns of pictures uint8 [B, 3, S, S] side by side, their names above."""
    rows = torch.cat(list(shown.values()), 3).permute(0, 2, 3, 1)  # [B, S, columns · S, 3]
    pixels = rows.flatten(0, 1).numpy()
    head = np.full((BAND, pixels.shape[1], 3), 255, np.uint8)
    picture = Image.fromarray(np.concatenate([head, pixels]))
    side = rows.shape[1]
    for i, name in enumerate(shown):
        ImageDraw.Draw(picture).text((i * side + 2, 1), name, fill=(0, 0, 0))
    return picture


def save_grid(picture: Image.Image, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(path)
