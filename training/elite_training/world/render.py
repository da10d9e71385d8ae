"""The renderer: sprites over grounds, in batches of torch tensors; a function of scenes and generators."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from .axes import COLOURS, FRAMINGS, PLAIN, STYLES
from .scene import FRAMING_NAMES, Scene


@dataclass
class Layout:
    """Where the subject lies: centre and half width in frames, tilt in radians, mirrored or not."""

    x: float
    y: float
    half: float
    tilt: float
    flip: float
    stretch: float


def random_layout(rng: np.random.Generator, framing: int) -> Layout:
    low, high = FRAMINGS[FRAMING_NAMES[framing]]
    scale = rng.uniform(low, high)
    slack = max(0.04, (1 - scale) / 2)
    return Layout(
        x=rng.uniform(-slack, slack) * 0.9, y=rng.uniform(-slack * 0.5, slack) * 0.9, half=scale / 2,
        tilt=rng.normal(0, 0.12), flip=1.0 if rng.random() < 0.5 else -1.0, stretch=rng.uniform(0.94, 1.06),
    )  # fmt: skip


def transform(layouts: list[Layout]) -> Tensor:
    """Matrices [B, 2, 3] that take frame coordinates (−1 … 1) to sprite coordinates."""
    rows = []
    for q in layouts:
        c, s, k = np.cos(q.tilt), np.sin(q.tilt), 1 / (2 * q.half)
        a = np.array([[c, s], [-s, c]]) @ np.diag([1.0, 1.0]) * k
        a[0] *= q.flip / q.stretch
        a[1] *= q.stretch
        rows.append(np.concatenate([a, a @ np.array([[-2 * q.x], [-2 * q.y]])], 1))
    return torch.tensor(np.stack(rows), dtype=torch.float32)


def place_sprites(sprites: Tensor, matrices: Tensor, size: int) -> Tensor:
    """Premultiplied RGBA [B, 4, size, size] of sprites [B, 4, S, S] (straight alpha, 0 … 1)."""
    premultiplied = torch.cat([sprites[:, :3] * sprites[:, 3:], sprites[:, 3:]], 1)
    grid = F.affine_grid(matrices, [len(sprites), 4, size, size], align_corners=False)
    return F.grid_sample(premultiplied, grid, align_corners=False)


def recolour(sprites: Tensor, colours: Tensor) -> Tensor:
    """Paints sprites [B, 4, S, S] in colours [B, 3], keeping light and shade; negative colours: unchanged."""
    rgb = sprites[:, :3]
    luminance = (rgb * rgb.new_tensor([0.299, 0.587, 0.114])[:, None, None]).sum(1, keepdim=True)
    weight = sprites[:, 3:]
    mean = (luminance * weight).sum((2, 3), keepdim=True) / weight.sum((2, 3), keepdim=True).clamp_min(1)
    shade = (0.35 + 0.75 * luminance / mean.clamp_min(0.15)).clamp(0, 1.45)
    painted = (colours[:, :, None, None] * shade + 0.12 * (shade - 1).clamp_min(0)).clamp(0, 1)
    keep = (colours[:, :1, None, None] < 0).float()
    return torch.cat([rgb * keep + painted * (1 - keep), weight], 1)


def dress(sprites: Tensor, outfits: Tensor, kinds: list[int]) -> Tensor:
    """Draws an outfit [B, 4, S, S] onto each sprite with kind ≥ 0: hats above the top, glasses below it."""
    size = sprites.shape[-1]
    out = sprites.clone()
    for b, kind in enumerate(kinds):
        if kind < 0:
            continue
        alpha = sprites[b, 3] > 0.5
        rows = torch.nonzero(alpha.any(1)).flatten()
        top = int(rows[0]) / size if len(rows) else 0.1
        band = alpha[int(top * size) : int((top + 0.3) * size)].any(0).nonzero().flatten()
        left, right = (int(band[0]) / size, int(band[-1]) / size) if len(band) else (0.2, 0.8)
        centre, width = (left + right) / 2, max(0.3, (right - left))
        below = kind in (2, 5)  # sunglasses and pink glasses
        ears = kind == 3
        half = min(0.5, width * (0.48 if below else 0.62 if ears else 0.42))
        y = top + (0.28 if below else 0.22 if ears else 0.04)
        layout = Layout(x=centre - 0.5, y=max(y, half * 0.75) - 0.5, half=half, tilt=0, flip=1, stretch=1)
        hat = place_sprites(outfits[b : b + 1], transform([layout]), size)[0]
        over = hat[3:]
        alpha_out = over + sprites[b, 3:] * (1 - over)
        rgb = hat[:3] + sprites[b, :3] * sprites[b, 3:] * (1 - over)
        out[b] = torch.cat([rgb / alpha_out.clamp_min(1e-4), alpha_out])
    return out


def stylise(pictures: Tensor, masks: Tensor, styles: Tensor) -> Tensor:
    """Applies the style of each scene to pictures [B, 3, H, W] in 0 … 1."""
    out = pictures.clone()
    size = pictures.shape[-1]
    for style, name in enumerate(STYLES):
        rows = torch.nonzero(styles == style).flatten()
        if style == 0 or len(rows) == 0:
            continue
        p = pictures[rows]
        if name == "pixel art":
            small = F.interpolate(p, size=size // max(1, size // 20), mode="area")
            out[rows] = F.interpolate((small * 5).round() / 5, size=size, mode="nearest")
        elif name == "pencil sketch":
            grey = p.mean(1, keepdim=True)
            dx = F.pad(grey[..., 1:] - grey[..., :-1], (0, 1))
            dy = F.pad(grey[..., 1:, :] - grey[..., :-1, :], (0, 0, 0, 1))
            line = (1 - 3.5 * (dx.abs() + dy.abs())).clamp(0, 1)
            out[rows] = (line * (0.72 + 0.28 * grey)).expand(-1, 3, -1, -1)
        elif name == "night photo":
            out[rows] = (p**1.3) * p.new_tensor([0.30, 0.36, 0.62])[:, None, None] + p.new_tensor(
                [0.0, 0.01, 0.05]
            )[:, None, None]
        elif name == "flat sticker":
            alpha = masks[rows, None].float()
            border = F.max_pool2d(alpha, 2 * (size // 32) + 1, 1, size // 32)
            flat = ((p * 4).round() / 4) * alpha + (border - alpha).clamp_min(0)
            out[rows] = flat + (1 - border) * (0.5 * p + 0.5 * p.mean((2, 3), keepdim=True))
    return out


def compose(
    sprites: Tensor, grounds: Tensor, layouts: list[Layout], scenes: list[Scene], size: int
) -> tuple[Tensor, Tensor]:
    """Pictures [B, 3, size, size] in 0 … 1 and masks [B, size, size] (alpha above one half)."""
    matrices = transform(layouts)
    layer = place_sprites(sprites, matrices, size)
    small = F.interpolate(layer[:, 3:], size=size // 4, mode="area")
    blurred = F.avg_pool2d(F.avg_pool2d(small, 5, 1, 2), 5, 1, 2)
    shadow = F.interpolate(blurred, size=size, mode="bilinear", align_corners=False)
    shadow = torch.roll(shadow, shifts=max(1, size // 28), dims=2)
    grounded = torch.tensor([1.0 if q.place >= 0 else 0.0 for q in scenes])[:, None, None, None]
    ground = grounds * (1 - 0.42 * shadow * grounded)
    pictures = layer[:, :3] + ground * (1 - layer[:, 3:])
    masks = layer[:, 3] > 0.5
    styles = torch.tensor([q.style for q in scenes])
    return stylise(pictures.clamp(0, 1), masks, styles).clamp(0, 1), masks


def plain_ground(colour: int, size: int) -> np.ndarray:
    """A flat ground of a named colour, uint8 [3, size, size]."""
    rgb = list(PLAIN.values())[colour]
    return np.broadcast_to(np.asarray(rgb, np.uint8)[:, None, None], (3, size, size))


def colour_rows(scenes: list[Scene]) -> Tensor:
    """The subject's colour of each scene, 0 … 1 [B, 3]; −1 where it keeps its own."""
    table = list(COLOURS.values())
    return torch.tensor([[c / 255 for c in table[q.colour]] if q.colour >= 0 else [-1.0] * 3 for q in scenes])
