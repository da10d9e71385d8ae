"""Procedural grounds: pictures of each place, many variants, from noise, gradients and simple shapes."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from .axes import PLACES

Colour = tuple[float, float, float]


def smooth_noise(rng: np.random.Generator, size: int, cells: int, stretch: float = 1.0) -> np.ndarray:
    """Value noise 0 … 1 [size, size] of `cells` cells a side, stretched horizontally."""
    columns = max(2, round(cells / stretch))
    grid = (rng.random((cells + 1, columns + 1)) * 255).astype(np.uint8)
    return np.asarray(Image.fromarray(grid).resize((size, size), Image.Resampling.BICUBIC), np.float32) / 255


def mix(a: Colour, b: Colour, t: np.ndarray) -> np.ndarray:
    """Colours between a and b [H, W, 3], 0 … 255."""
    return np.asarray(a, np.float32) * (1 - t[..., None]) + np.asarray(b, np.float32) * t[..., None]


def rough(
    rng: np.random.Generator, size: int, a: Colour, b: Colour, cells: int, stretch: float = 1.0
) -> np.ndarray:
    """A surface of two colours with two octaves of noise."""
    t = 0.65 * smooth_noise(rng, size, cells, stretch) + 0.35 * smooth_noise(rng, size, cells * 3, stretch)
    return mix(a, b, np.clip((t - 0.2) / 0.6, 0, 1))


def gradient(size: int, top: Colour, bottom: Colour) -> np.ndarray:
    """A vertical gradient."""
    return mix(top, bottom, np.repeat(np.linspace(0, 1, size, dtype=np.float32)[:, None], size, 1))


def horizon(rng: np.random.Generator, sky: np.ndarray, ground: np.ndarray, at: float = 0.55) -> np.ndarray:
    """Sky above ground, with a soft edge near `at` of the height."""
    size = sky.shape[0]
    edge = (at + rng.uniform(-0.06, 0.06)) * size
    t = np.clip((np.arange(size, dtype=np.float32) - edge) / 2 + 0.5, 0, 1)[:, None, None]
    return sky * (1 - t) + ground * t


def bricks(
    rng: np.random.Generator, size: int, a: Colour, joint: Colour, rows: int, ratio: float
) -> np.ndarray:
    """Rows of stones or bricks, every other row shifted by half a stone."""
    picture = Image.new("RGB", (size, size), tuple(int(c) for c in joint))
    draw = ImageDraw.Draw(picture)
    height = size / rows
    width = height * ratio
    for row in range(rows + 1):
        x = -width * (0.5 if row % 2 else 0.0) - rng.uniform(0, 2)
        while x < size:
            shade = 1 + rng.uniform(-0.16, 0.16)
            fill = tuple(int(np.clip(c * shade, 0, 255)) for c in a)
            box = (x + 1, row * height + 1, x + width - 1, (row + 1) * height - 1)
            draw.rounded_rectangle(box, radius=height / 5, fill=fill)
            x += width
    return np.asarray(picture, np.float32)


def dots(
    rng: np.random.Generator,
    ground: np.ndarray,
    count: int,
    radius: tuple[float, float],
    colours: list[Colour],
    below: float = 0.0,
) -> np.ndarray:
    """Round spots scattered over a ground, larger towards the bottom."""
    size = ground.shape[0]
    picture = Image.fromarray(np.clip(ground, 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(picture)
    for _ in range(count):
        x, y = rng.uniform(0, size), rng.uniform(below * size, size)
        r = rng.uniform(*radius) * size * (0.6 + 0.6 * y / size)
        fill = tuple(int(c) for c in colours[rng.integers(len(colours))])
        draw.ellipse((x - r, y - r, x + r, y + r), fill=fill)
    return np.asarray(picture, np.float32)


def skyline(
    rng: np.random.Generator, ground: np.ndarray, wall: list[Colour], window: Colour, base: float
) -> np.ndarray:
    """Blocks of houses with windows, standing on the line `base`."""
    size = ground.shape[0]
    picture = Image.fromarray(np.clip(ground, 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(picture)
    x = -rng.uniform(0, 8)
    while x < size:
        width, height = rng.uniform(0.1, 0.2) * size, rng.uniform(0.25, 0.55) * size
        fill = tuple(int(c) for c in wall[rng.integers(len(wall))])
        draw.rectangle((x, base * size - height, x + width, base * size), fill=fill)
        for wy in np.arange(base * size - height + 4, base * size - 3, 7):
            for wx in np.arange(x + 3, x + width - 3, 6):
                if rng.random() < 0.6:
                    draw.rectangle((wx, wy, wx + 2, wy + 3), fill=tuple(int(c) for c in window))
        x += width + 1
    return np.asarray(picture, np.float32)


def mountains(rng: np.random.Generator, ground: np.ndarray, colour: Colour, base: float) -> np.ndarray:
    """A jagged ridge with snow on the peaks."""
    size = ground.shape[0]
    picture = Image.fromarray(np.clip(ground, 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(picture)
    for _ in range(4):
        x, w, h = rng.uniform(0, size), rng.uniform(0.3, 0.5) * size, rng.uniform(0.3, 0.48) * size
        top = base * size - h
        draw.polygon(
            [(x - w, base * size), (x, top), (x + w, base * size)], fill=tuple(int(c) for c in colour)
        )
        draw.polygon(
            [(x - w * 0.25, top + h * 0.25), (x, top), (x + w * 0.25, top + h * 0.25)], fill=(245, 248, 255)
        )
    return np.asarray(picture, np.float32)


SKY = ((120, 180, 240), (205, 228, 250))


def draw_place(place: str, rng: np.random.Generator, size: int) -> np.ndarray:
    """One picture of a place, uint8 [size, size, 3]."""
    s, r = size, rng
    day = gradient(s, *SKY)
    grass = rough(r, s, (60, 140, 50), (110, 180, 70), 12)
    match place:
        case "in the jungle":
            p = dots(
                r,
                rough(r, s, (10, 60, 25), (40, 120, 45), 8),
                40,
                (0.03, 0.08),
                [(20, 90, 30), (60, 150, 50), (8, 50, 20)],
            )
        case "in the snow":
            sky = gradient(s, (170, 190, 215), (225, 232, 242))
            field = horizon(r, sky, rough(r, s, (225, 232, 244), (255, 255, 255), 6))
            p = dots(r, field, 50, (0.005, 0.012), [(255, 255, 255)])
        case "on the beach":
            sea = horizon(r, day, rough(r, s, (20, 120, 190), (60, 170, 215), 10, 3), 0.35)
            p = horizon(r, sea, rough(r, s, (226, 196, 140), (244, 222, 172), 16), 0.58)
        case "on a cobblestone street":
            p = bricks(r, s, (128, 124, 120), (70, 68, 66), int(r.integers(8, 11)), 1.15)
        case "on pink fabric":
            p = rough(r, s, (236, 140, 175), (252, 190, 212), 5, 0.4)
        case "on a wooden floor":
            p = bricks(r, s, (168, 112, 62), (96, 60, 30), int(r.integers(5, 8)), 6) * (
                0.85 + 0.3 * smooth_noise(r, s, 40, 6)[..., None]
            )
        case "in the city":
            houses = [(150, 120, 105), (120, 130, 145), (180, 165, 150)]
            sky = skyline(r, day, houses, (215, 232, 245), 0.68)
            p = horizon(r, sky, rough(r, s, (92, 92, 96), (116, 116, 120), 14), 0.68)
        case "in the mountains":
            p = horizon(
                r,
                mountains(r, day, (105, 115, 135), 0.62),
                rough(r, s, (95, 125, 80), (130, 150, 95), 9),
                0.62,
            )
        case "in a wheat field":
            p = horizon(r, day, rough(r, s, (200, 150, 40), (244, 204, 92), 28, 0.3), 0.42)
        case "under an autumn tree":
            p = dots(
                r,
                rough(r, s, (150, 70, 25), (205, 120, 40), 9),
                70,
                (0.015, 0.04),
                [(222, 90, 20), (240, 160, 30), (180, 50, 20)],
            )
        case "on a purple rug":
            p = bricks(r, s, (120, 50, 150), (180, 110, 200), 6, 1.0) * (
                0.92 + 0.16 * smooth_noise(r, s, 50)[..., None]
            )
        case "floating on water":
            p = rough(r, s, (15, 95, 160), (70, 165, 215), 16, 4)
        case "in an ocean of milk":
            p = rough(r, s, (236, 230, 216), (255, 253, 246), 7, 3)
        case "on grass with sunflowers":
            p = dots(r, dots(r, grass, 26, (0.035, 0.06), [(250, 200, 20)]), 0, (0.01, 0.02), [(90, 50, 20)])
        case "on a dirt road":
            p = horizon(
                r,
                rough(r, s, (70, 120, 50), (110, 150, 70), 10),
                rough(r, s, (128, 88, 56), (168, 124, 84), 14),
                0.4,
            )
        case "in the desert":
            p = horizon(
                r,
                gradient(s, (240, 190, 120), (252, 226, 178)),
                rough(r, s, (214, 150, 80), (236, 182, 112), 5, 3),
                0.5,
            )
        case "in space":
            p = dots(
                r,
                rough(r, s, (6, 4, 24), (40, 16, 70), 4),
                60,
                (0.002, 0.008),
                [(255, 255, 255), (200, 210, 255)],
            )
        case "in a city at night":
            night = gradient(s, (8, 10, 36), (40, 36, 80))
            sky = skyline(r, night, [(22, 22, 40), (32, 28, 52)], (255, 214, 110), 0.72)
            p = horizon(r, sky, rough(r, s, (18, 18, 28), (34, 32, 46), 14), 0.72)
        case "underwater":
            p = dots(
                r,
                gradient(s, (40, 190, 200), (4, 60, 110)),
                26,
                (0.008, 0.025),
                [(150, 230, 235), (110, 210, 220)],
            )
        case "on red bricks":
            p = bricks(r, s, (176, 66, 50), (214, 200, 188), int(r.integers(7, 10)), 2.4)
        case _:
            raise ValueError(f"place: expected one of {len(PLACES)}, got {place!r}")
    tint = 1 + rng.uniform(-0.1, 0.1, 3) * 0.5 + rng.uniform(-0.08, 0.08)
    image = Image.fromarray(np.clip(p * tint, 0, 255).astype(np.uint8))
    return np.asarray(image.filter(ImageFilter.GaussianBlur(size / 220)))


def ground_bank(variants: int, size: int, seed: int) -> np.ndarray:
    """Pictures of every place, uint8 [places, variants, 3, size, size]; a pure function of its arguments."""
    bank = np.empty((len(PLACES), variants, 3, size, size), np.uint8)
    for i, place in enumerate(PLACES):
        for v in range(variants):
            bank[i, v] = draw_place(place, np.random.default_rng((seed, i, v)), size).transpose(2, 0, 1)
    return bank
