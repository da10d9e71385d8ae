"""A stand-in for the packed drawings: plain shapes, so that everything runs without the drawings."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from .axes import OUTFITS
from .sprites import SPRITE, read_concepts


def shape(number: int, size: int = SPRITE) -> np.ndarray:
    """A shape of its own for each number: RGBA uint8 [size, size, 4], outline and stripes from the number."""
    rng = np.random.default_rng((17, number))
    y, x = np.mgrid[0:size, 0:size].astype(np.float32) / (size / 2) - 1
    corners = rng.integers(2, 7)
    radius = 0.62 + 0.18 * np.cos(corners * np.arctan2(y, x) + rng.uniform(0, 6))
    inside = np.hypot(x * rng.uniform(0.8, 1.2), y) < radius
    turn = rng.uniform(0, np.pi)
    stripes = np.sin((x * np.cos(turn) + y * np.sin(turn)) * rng.uniform(4, 16)) > 0
    colours = rng.integers(30, 226, (2, 3))
    out = np.zeros((size, size, 4), np.uint8)
    out[..., :3] = np.where(stripes[..., None], colours[0], colours[1])
    out[..., 3] = np.where(inside, 255, 0)
    return out


def stand_in_pack(path: Path) -> Path:
    """A pack with the same concepts, splits and outfits as the real one, and these shapes for drawings."""
    concepts = read_concepts(Path(__file__).parents[2] / "concepts.tsv")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        np.savez(
            file,
            sprites=np.stack([shape(i) for i in range(len(concepts))]),
            outfits=np.stack([shape(5000 + i) for i in range(len(OUTFITS))]),
            codes=np.array([c.code for c in concepts]),
        )
    return path
