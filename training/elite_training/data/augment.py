"""Augmentation of both stages, as the released code has it. Pictures are float [C, H, W], 0 … 255.

Differs there: OpenCV and albumentations are not used; the elastic deformation's own field (α = 1, σ = 50)
moves pixels by less than a hundredth and is left out, its affine jitter is what remains.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

SIZE = 224
"""Side that the pixels of the settings below are meant for."""


@dataclass(frozen=True)
class Reference:
    """Probabilities and sizes for the encoder's input in stage one."""

    flip: float = 0.5
    turn: float = 0.5
    degrees: float = 20
    blur: float = 0.3
    kernels: tuple[int, ...] = (3, 5, 7)
    elastic: float = 0.3
    jitter: float = 50
    """Pixels that the corners of the affine jitter move at most."""


@dataclass(frozen=True)
class ObjectPicture:
    """Probabilities and sizes for the masked picture of stage two."""

    grow: float = 0.5
    largest: int = 256
    turn: float = 0.5
    degrees: float = 30
    shift: float = 0.5
    pixels: float = 60


def resized(x: Tensor, size: int, mode: str, antialias: bool = False) -> Tensor:
    """[C, H, W] squashed to [C, size, size]; without antialias as OpenCV does, rounded to whole values."""
    if mode == "nearest":
        return F.interpolate(x[None], size=(size, size), mode="nearest")[0]
    y = F.interpolate(x[None], size=(size, size), mode=mode, align_corners=False, antialias=antialias)[0]
    return y.round().clamp(0, 255)


def warped(x: Tensor, matrix: np.ndarray, mode: str, border: str) -> Tensor:
    """x seen through a 2×3 matrix from pixels of the result to pixels of x, centres at whole numbers."""
    height, width = x.shape[-2:]
    scale = np.array([2 / max(width - 1, 1), 2 / max(height - 1, 1)])
    inner = matrix[:, :2] * scale[:, None] / scale[None, :]
    centre = np.array([(width - 1) / 2, (height - 1) / 2])
    offset = (matrix[:, :2] @ centre + matrix[:, 2] - centre) * scale
    theta = torch.from_numpy(np.concatenate([inner, offset[:, None]], 1)).float()[None]
    grid = F.affine_grid(theta, [1, *x.shape], align_corners=True)
    return F.grid_sample(x[None], grid, mode=mode, padding_mode=border, align_corners=True)[0]


def turning(degrees: float, width: int, height: int) -> np.ndarray:
    """Matrix of a turn about the centre."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    x, y = (width - 1) / 2, (height - 1) / 2
    return np.array([[c, s, x - c * x - s * y], [-s, c, y + s * x - c * y]])


def jittering(size: int, moves: np.ndarray) -> np.ndarray:
    """Matrix that takes three corners of the central square to where `moves` [3, 2] puts them, inverted."""
    centre, side = size // 2, size // 3
    corners = np.array([[side, side], [side, -side], [-side, -side]], float) + centre
    moved = np.column_stack([corners + moves, np.ones(3)])
    return np.linalg.solve(moved, corners).T


def blurred(x: Tensor, kernel: int) -> Tensor:
    """Mean over a square window, mirrored at the border."""
    pad = kernel // 2
    return F.avg_pool2d(F.pad(x[None], (pad,) * 4, mode="reflect"), kernel, 1)[0]


def augmented_reference(crop: Tensor, size: int, rng: np.random.Generator, how: Reference) -> Tensor:
    """Stage one's input of the encoder [3, size, size]: flip, turn, blur, affine jitter; mirrored borders."""
    x = resized(crop, size, "bilinear")
    if rng.random() < how.flip:
        x = x.flip(-1)
    if rng.random() < how.turn:
        angle = rng.uniform(-how.degrees, how.degrees)
        x = warped(x, turning(angle, size, size), "bilinear", "reflection")
    if rng.random() < how.blur:
        x = blurred(x, int(rng.choice(how.kernels)))
    if rng.random() < how.elastic:
        most = how.jitter * size / SIZE
        x = warped(x, jittering(size, rng.uniform(-most, most, (3, 2))), "bilinear", "reflection")
    return x.round().clamp(0, 255)


def augmented_object(
    crop: Tensor, mask: Tensor, size: int, rng: np.random.Generator, how: ObjectPicture
) -> tuple[Tensor, Tensor]:
    """Stage two's masked picture [3, size, size] and its mask [size, size], moved alike; black outside."""
    inner, left, top = size, 0, 0
    if rng.random() < how.grow:
        inner = int(rng.integers(size, round(how.largest * size / SIZE) + 1))
        left, top = (int(v) for v in rng.integers(0, inner - size + 1, 2))
    window = (..., slice(top, top + size), slice(left, left + size))
    x = resized(crop * mask, inner, "bicubic", antialias=True)[window]
    m = resized(mask[None].float(), inner, "nearest")[window]
    moves = []
    if rng.random() < how.turn:
        moves.append(turning(rng.uniform(-how.degrees, how.degrees), size, size))
    if rng.random() < how.shift:
        most = how.pixels * size / SIZE
        moves.append(np.column_stack([np.eye(2), rng.uniform(-most, most, 2).round()]))
    for matrix in moves:
        x = warped(x, matrix, "bilinear", "zeros")
        m = warped(m, matrix, "nearest", "zeros")
    return x.round().clamp(0, 255), m[0]
