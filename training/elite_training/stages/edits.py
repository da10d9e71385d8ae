"""The addition `edits` to stage two: targets that show what a prompt asks for. It is not in the paper.

The paper's second stage rebuilds the very picture that it was given, so nothing tells the local branch that a
prompt may ask for another colour, style or place than the photograph's. Where the world can render the true
picture of an edit, a share of the samples asks for it: the reference stays the plain picture of the pool, the
target is the same subject, mostly in the same layout, with everything that its caption says.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from ..world.stream import World
from .common import rendered
from .s3_unet import latent_cache


@dataclass(frozen=True)
class Edits:
    """True pictures of edits, row for row of the pool of subjects."""

    means: Tensor
    """Scaled latents' means [N, 4, S/8, S/8]."""
    deviations: Tensor
    """Their deviations, the same shape."""
    captions: list[str]
    """What each target shows; the noun is S."""

    def latents(self, rows: np.ndarray) -> Tensor:
        """A draw of the latents of these rows."""
        return self.means[rows] + self.deviations[rows] * torch.randn_like(self.means[rows])


def edit_pool(world: World, vae: torch.nn.Module, folder: Path, count: int) -> Edits:
    """Renders the edits of the first `count` subjects once, keeps them on disk, and encodes them."""
    images, texts = folder / f"edited-{count}.npy", folder / f"edited-{count}.json"
    if not texts.exists():
        captions = [
            text for batch in rendered(images, world, count, world.edits) for text in batch["caption"]
        ]
        texts.write_text(json.dumps(captions))
    means, deviations = latent_cache(vae, np.load(images, mmap_mode="r"))
    return Edits(means, deviations, json.loads(texts.read_text()))
