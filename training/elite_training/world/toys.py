"""Procedural toys: unlimited identities of body, ears, limbs, eyes, mouth, pattern and two colours."""

from __future__ import annotations

import numpy as np

from .axes import COLOURS

BODIES = ("round", "tall", "wide", "egg", "box", "star", "ghost")
EARS = ("no ears", "two horns", "round ears", "long ears", "one antenna")
PATTERNS = ("plain", "striped", "spotted", "checked", "two-tone")


def describe(rng: np.random.Generator) -> dict:
    """What a toy is made of: choices and colours, drawn from its own generator."""
    names = list(COLOURS)
    first, second = rng.choice(len(names), 2, replace=False)
    return {
        "body": BODIES[rng.integers(len(BODIES))], "ears": EARS[rng.integers(len(EARS))],
        "pattern": PATTERNS[rng.integers(len(PATTERNS))], "colour": names[first], "second": names[second],
        "eyes": int(rng.integers(1, 4)), "limbs": int(rng.integers(0, 3)), "mouth": int(rng.integers(0, 4)),
        "scale": float(rng.uniform(0.8, 1.0)), "period": float(rng.uniform(0.14, 0.3)),
        "tone": float(rng.uniform(0.8, 1.1)),
    }  # fmt: skip


def body_distance(body: str, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Signed distance to the body, in units of the sprite's half side; negative inside."""
    match body:
        case "round":
            return np.hypot(x, y - 0.1) - 0.6
        case "tall":
            return np.hypot(x / 0.62, (y - 0.08) / 1.1) * 0.62 - 0.42
        case "wide":
            return np.hypot(x / 1.15, (y - 0.15) / 0.75) * 0.75 - 0.5
        case "egg":
            return np.hypot(x * (1.05 - 0.35 * y), y - 0.08) - 0.62
        case "box":
            return np.maximum(np.abs(x) - 0.5, np.abs(y - 0.1) - 0.55) - 0.06
        case "star":
            angle = np.arctan2(y - 0.08, x) + np.pi / 2
            return np.hypot(x, y - 0.08) - (0.56 + 0.13 * np.cos(5 * angle))
        case _:
            wave = 0.06 * np.cos(x * 16)
            return np.maximum(
                np.where(y < 0.1, np.hypot(x, y - 0.1) - 0.56, np.abs(x) - 0.56), y - 0.66 - wave
            )


def pattern_mask(toy: dict, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Where the second colour lies, boolean."""
    p = toy["period"]
    match toy["pattern"]:
        case "striped":
            return np.mod(y, p * 1.4) < p * 0.6
        case "spotted":
            return np.hypot(np.mod(x, p * 1.5) - p * 0.75, np.mod(y, p * 1.5) - p * 0.75) < p * 0.45
        case "checked":
            return (np.floor(x / p) + np.floor(y / p)) % 2 == 0
        case "two-tone":
            return y > 0.25
        case _:
            return np.zeros(x.shape, bool)


def render_toy(toy: dict, size: int = 160, oversample: int = 2) -> np.ndarray:
    """RGBA uint8 [size, size, 4]."""
    n = size * oversample
    y, x = np.mgrid[0:n, 0:n].astype(np.float32) / (n / 2) - 1
    x, y = x / toy["scale"], y / toy["scale"]
    picture = np.zeros((n, n, 4), np.float32)
    first = np.asarray(COLOURS[toy["colour"]], np.float32) / 255 * toy["tone"]
    second = np.asarray(COLOURS[toy["second"]], np.float32) / 255 * toy["tone"]

    def paint(distance: np.ndarray, colour: np.ndarray) -> None:
        inside = distance < 0
        picture[inside, :3] = np.broadcast_to(colour, (n, n, 3))[inside]
        picture[inside, 3] = 1

    side = np.abs(x)
    if toy["ears"] == "two horns":
        paint(np.maximum(np.abs(side - 0.38) - (y + 1.0) * 0.22, np.abs(y + 0.62) - 0.3), second)
    elif toy["ears"] == "round ears":
        paint(np.hypot(side - 0.45, y + 0.5) - 0.23, first)
    elif toy["ears"] == "long ears":
        paint(np.hypot((side - 0.28) / 0.45, y + 0.62) * 0.45 - 0.14, first)
    elif toy["ears"] == "one antenna":
        paint(np.maximum(np.abs(x) - 0.04, np.abs(y + 0.65) - 0.25), second)
        paint(np.hypot(x, y + 0.86) - 0.11, second)
    if toy["limbs"] >= 1:
        paint(np.hypot(side - 0.3, y - 0.78) - 0.17, second)
    if toy["limbs"] == 2:
        paint(np.hypot(side - 0.66, (y - 0.15)) - 0.16, second)
    distance = body_distance(toy["body"], x, y)
    colour = np.where(pattern_mask(toy, x + 5, y + 5)[..., None], second, first)
    light = np.clip(
        0.98 - 0.32 * (0.7 * y + 0.45 * x) + 0.25 * np.exp(-((x + 0.25) ** 2 + (y + 0.25) ** 2) / 0.03),
        0.45,
        1.5,
    )
    paint(
        distance, colour * light[..., None] * np.clip(1.0 - 0.3 * np.exp(distance / 0.12), 0.6, 1)[..., None]
    )
    for k in range(toy["eyes"]):
        cx = (k - (toy["eyes"] - 1) / 2) * 0.34
        paint(np.hypot(x - cx, y + 0.08) - 0.145, np.ones(3))
        paint(np.hypot(x - cx - 0.02, y + 0.06) - 0.075, np.full(3, 0.06))
    if toy["mouth"]:
        curve = {1: (x**2) * -0.8, 2: (x**2) * 0.8, 3: 0 * x}[toy["mouth"]]
        paint(np.maximum(np.abs(y - 0.28 - curve) - 0.035, np.abs(x) - 0.2), np.full(3, 0.1))
    pooled = picture.reshape(size, oversample, size, oversample, 4)
    alpha = pooled[..., 3:].mean((1, 3))
    rgb = (pooled[..., :3] * pooled[..., 3:]).mean((1, 3)) / np.maximum(alpha, 1e-6)
    return (np.clip(np.concatenate([rgb, alpha], -1), 0, 1) * 255).astype(np.uint8)


def toy_of(number: int) -> dict:
    """The toy with this number: 0 … 999,999 are for training, 1,000,000 and above for tests."""
    return describe(np.random.default_rng((7, number)))


def toy_phrase(toy: dict) -> str:
    """What a caption calls the toy."""
    pattern = "" if toy["pattern"] == "plain" else f" {toy['pattern']}"
    ears = "" if toy["ears"] == "no ears" else f" with {toy['ears']}"
    return f"{toy['colour']}{pattern} toy{ears}"
