"""Aligned likeness: where in a picture a reference object lies, and how well it correlates there."""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

SIZES = tuple(0.40 + 0.075 * k for k in range(9))
"""Longer side of the object tried, in frames."""

INSIDE = 0.6
"""Share of the object that must lie inside the frame."""


@dataclass
class Found:
    """Best masked NCC of each picture [B], and the object's mask there, bool [B, S, S]."""

    likeness: Tensor
    masks: Tensor


def object_square(photo: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
    """The square around the masked object: pixels 0 … 1 [3, s, s] and mask 0 … 1 [s, s], zero outside."""
    rows, columns = (torch.nonzero(mask.any(d)).flatten() for d in (1, 0))
    if len(rows) == 0:
        raise ValueError("mask: expected an object in it, got none")
    top, bottom, left, right = (int(v) for v in (rows[0], rows[-1] + 1, columns[0], columns[-1] + 1))
    side = max(bottom - top, right - left)
    y, x = (side - bottom + top) // 2, (side - right + left) // 2
    pad = (x, side - (right - left) - x, y, side - (bottom - top) - y)
    cut = mask[top:bottom, left:right].float()
    pixels = photo[:, top:bottom, left:right].float() / 255 * cut
    return F.pad(pixels, pad), F.pad(cut, pad)


def resized(pixels: Tensor, mask: Tensor, side: int) -> tuple[Tensor, Tensor]:
    """The object at a side: straight colours [3, side, side], and its mask as 0 or 1 [side, side]."""
    both = torch.cat([pixels, mask[None]])[None]
    small = F.interpolate(both, size=side, mode="bilinear", antialias=True, align_corners=False)[0].double()
    return small[:3] / small[3:].clamp_min(1e-3), (small[3] > 0.5).double()


def spectrum(x: Tensor, side: int) -> Tensor:
    """Spectrum [..., side, side/2 + 1] of a picture that zeros surround."""
    return torch.fft.rfft2(x, s=(side, side))


def correlations(pictures: Tensor, pixels: Tensor, mask: Tensor) -> Tensor:
    """Masked NCC [B, 2S, 2S] of an object with pictures [B, 3, S, S] at all shifts (negative ones wrap).

    The means are taken over the part of the object that lies in the frame, all three channels together.
    Source: Padfield 2012, masked normalised cross-correlation, with the frame as the second mask.
    """
    size = pictures.shape[-1]
    wide = 2 * size

    def back(x: Tensor) -> Tensor:
        return torch.fft.irfft2(x, s=(wide, wide))

    def slide(image: Tensor, kernel: Tensor) -> Tensor:
        return back(image * spectrum(kernel, wide).conj())

    frame = spectrum(torch.ones(size, size, dtype=torch.float64), wide)
    image, square = spectrum(pictures, wide), spectrum((pictures**2).sum(1), wide)
    count = 3 * slide(frame, mask)
    total, squares = slide(image.sum(1), mask), slide(square, mask)
    own, own_squares = slide(frame, (pixels * mask).sum(0)), slide(frame, (pixels**2 * mask).sum(0))
    cross = back((image * spectrum(pixels * mask, wide).conj()).sum(1))
    safe = count.clamp_min(1)
    covariance = cross - total * own / safe
    spread = (squares - total**2 / safe).clamp_min(0) * (own_squares - own**2 / safe).clamp_min(0)
    out = covariance / spread.sqrt().clamp_min(1e-6 * float(mask.sum()))
    return torch.where(count >= INSIDE * 3 * float(mask.sum()), out, -1.0)


def shifted(mask: Tensor, y: int, x: int, size: int) -> Tensor:
    """A mask [s, s] with its corner at (y, x) of a frame [size, size], bool; what sticks out is cut."""
    out = torch.zeros(3 * size, 3 * size, dtype=torch.bool)
    side = len(mask)
    out[size + y : size + y + side, size + x : size + x + side] = mask > 0.5
    return out[size : 2 * size, size : 2 * size]


@torch.no_grad()
def align(photo: Tensor, mask: Tensor, pictures: Tensor) -> Found:
    """Finds the object of a photograph (0 … 255 [3, H, W], mask [H, W]) in pictures uint8 [B, 3, S, S].

    Tried are nine sizes, mirrored or not, at all positions with most of the object inside.
    """
    size = pictures.shape[-1]
    seen = pictures.double() / 255
    pixels, cut = object_square(photo, mask)
    best = torch.full((len(seen),), -1.0, dtype=torch.float64)
    where = torch.zeros(len(seen), size, size, dtype=torch.bool)
    for scale in SIZES:
        small, inside = resized(pixels, cut, max(4, min(size, round(scale * size))))
        for turned, shape in ((small, inside), (small.flip(2), inside.flip(1))):
            flat = correlations(seen, turned, shape).flatten(1)
            value, at = flat.max(1)
            for b in torch.nonzero(value > best).flatten().tolist():
                y, x = divmod(int(at[b]), 2 * size)
                y, x = (v - 2 * size if v >= size else v for v in (y, x))
                best[b], where[b] = value[b], shifted(shape, y, x, size)
    return Found(best.float(), where)


def overlap(a: Tensor, b: Tensor) -> Tensor:
    """Intersection over union [B] of masks bool [B, H, W]."""
    union = (a | b).flatten(1).sum(1).clamp_min(1)
    return (a & b).flatten(1).sum(1) / union
