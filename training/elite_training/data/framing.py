"""Far, plain and near targets of stage two with the words for them (the recipe of Custom Diffusion)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from .augment import resized

FAR = ("a far away ", "very small ")
NEAR = ("zoomed in ", "close up ")
GREY = 127.5
CELL = 8
"""Pixels a latent cell."""


@dataclass(frozen=True)
class Framing:
    """Sides as shares of the picture's: below `small` pasted on grey, from `near` on cropped."""

    shrink: float = 2 / 3
    """Probability of a side in least … 1; otherwise it is in `near`."""
    least: float = 1 / 3
    small: float = 0.6
    near: tuple[float, float] = (1.2, 1.4)


def framed(
    target: Tensor, template: str, rng: np.random.Generator, how: Framing
) -> tuple[Tensor, Tensor, str]:
    """The target [3, S, S], the cells that count in the loss [S/8, S/8], and the prompt.

    Differs there: the framing words replace the template's article, not its first letter.
    """
    size = target.shape[-1]
    smaller = rng.random() < how.shrink
    share = rng.uniform(how.least, 1) if smaller else rng.uniform(*how.near)
    everywhere = torch.ones(size // CELL, size // CELL)
    side = int(share * size) // 2 * 2
    if share < how.small:
        return *pasted(target, side, rng), worded(template, FAR, rng)
    if share > 1:
        left, top = (int(v) for v in rng.integers(0, side - size + 1, 2))
        near = resized(target, side, "bicubic")[:, top : top + size, left : left + size]
        return near, everywhere, worded(template, NEAR, rng)
    return target, everywhere, template


def pasted(target: Tensor, side: int, rng: np.random.Generator) -> tuple[Tensor, Tensor]:
    """The target made small, somewhere on mid-grey, and its cells less one on each side (at least one)."""
    size = target.shape[-1]
    left, top = (int(v) for v in rng.integers(0, size - side + 1, 2))
    out = torch.full_like(target, GREY)
    out[:, top : top + side, left : left + side] = resized(target, side, "bicubic", antialias=True)
    cells = torch.zeros(size // CELL, size // CELL)
    rows, columns = inner_cells(top, side), inner_cells(left, side)
    cells[rows, columns] = 1
    return out, cells


def inner_cells(start: int, side: int) -> slice:
    """Cells of a pasted side without its first and last; the middle one where nothing would remain."""
    first, last = start // CELL + 1, (start + side) // CELL - 1
    middle = (start + side // 2) // CELL
    return slice(first, last) if last > first else slice(middle, middle + 1)


def worded(template: str, words: tuple[str, ...], rng: np.random.Generator) -> str:
    """The template with framing words in place of its article."""
    return words[int(rng.integers(len(words)))] + template.removeprefix("a ").removeprefix("the ")
