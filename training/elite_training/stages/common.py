"""What every stage shares: time box, moving averages, files, metrics, preprocessing, the pool of scenes."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from ..world.stream import World

CLIP_MEAN = (0.48145466, 0.4578275, 0.40821073)
CLIP_STD = (0.26862954, 0.26130258, 0.27577711)


class Clock:
    """A time box: progress runs from 0 to 1 over its minutes."""

    def __init__(self, minutes: float) -> None:
        self.start, self.seconds = time.monotonic(), minutes * 60

    @property
    def progress(self) -> float:
        return min(1.0, (time.monotonic() - self.start) / self.seconds)


def cosine(progress: float, warm: float = 0.02) -> float:
    """Learning-rate factor: a short linear warm-up, then half a cosine to zero."""
    if progress < warm:
        return max(progress / warm, 0.02)
    return 0.5 * (1 + float(np.cos(np.pi * (progress - warm) / (1 - warm))))


class Ema:
    """Exponential moving average of trainable parameters, with the usual warm-up of its decay."""

    def __init__(self, module: nn.Module, decay: float = 0.999) -> None:
        self.module, self.decay, self.updates = module, decay, 0
        self.shadow = {k: v.detach().clone() for k, v in module.state_dict().items()}

    @torch.no_grad()
    def update(self) -> None:
        self.updates += 1
        decay = min(self.decay, (1 + self.updates) / (10 + self.updates))
        for key, value in self.module.state_dict().items():
            if value.dtype.is_floating_point:
                self.shadow[key].lerp_(value, 1 - decay)

    def load(self) -> None:
        self.module.load_state_dict(self.shadow)


def save(module: nn.Module, path: Path) -> None:
    """Writes a module's state as fp16 safetensors."""
    path.parent.mkdir(parents=True, exist_ok=True)
    state = {
        k: v.detach().contiguous().clone()
        for k, v in module.state_dict().items()
        if not k.endswith("position_ids")
    }
    save_file({k: v.half() if v.is_floating_point() else v for k, v in state.items()}, path)


def load(module: nn.Module, path: Path) -> nn.Module:
    """Reads what `save` wrote, in fp32."""
    state = {k: v.float() if v.is_floating_point() else v for k, v in load_file(path).items()}
    missing, unexpected = module.load_state_dict(state, strict=False)
    wrong = [k for k in missing if not k.endswith("position_ids")] + list(unexpected)
    if wrong:
        raise ValueError(
            f"{path}: expected the keys of {type(module).__name__}, got a difference at {wrong[0]}"
        )
    return module


def seeded(seed: int, log: Path, resumed: bool) -> int:
    """Seeds PyTorch for a run of S2 to S5; returns its number, which grows with the headers of its log.

    A run that goes on must not see the samples of those before it, even where only their weights are at hand.
    """
    run = (log.read_text().count('{"stage"') if log.exists() else 0) + resumed
    torch.manual_seed(seed + 10 * run)
    return run


class Metrics:
    """JSON lines: one every `every` updates, the first with the settings."""

    def __init__(self, path: Path, header: dict, every: int = 50) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path, self.every, self.sums, self.count, self.start = path, every, {}, 0, time.monotonic()
        self.write(header)

    def write(self, line: dict) -> None:
        with self.path.open("a") as file:
            file.write(json.dumps(line) + "\n")

    def add(self, update: int, samples: int, lr: float, **losses: float) -> None:
        for key, value in losses.items():
            self.sums[key] = self.sums.get(key, 0.0) + float(value)
        self.count += 1
        if update % self.every == 0:
            seconds = time.monotonic() - self.start
            means = {k: round(v / self.count, 5) for k, v in self.sums.items()}
            self.write(
                {"update": update, "samples": samples, "seconds": round(seconds, 1), "lr": lr, "loss": means}
            )
            self.sums, self.count = {}, 0


def clip_pixels(images: Tensor, size: int) -> Tensor:
    """CLIP's input [B, 3, size, size] of pictures 0 … 255: antialiased bicubic resize, normalisation."""
    x = F.interpolate(images.float(), size=size, mode="bicubic", antialias=True, align_corners=False)
    mean, std = (torch.tensor(v)[:, None, None] for v in (CLIP_MEAN, CLIP_STD))
    return (x.round().clamp(0, 255) / 255 - mean) / std


def rendered(path: Path, world: World, count: int, draw: Callable[[list[int]], dict]) -> Iterator[dict]:
    """Draws samples 0 … count − 1 in batches; pictures go into `path`, uint8 [N, 3, S, S]."""
    out = np.lib.format.open_memmap(path, "w+", np.uint8, (count, 3, world.size, world.size))
    for first in range(0, count, 256):
        batch = draw(list(range(first, min(first + 256, count))))
        out[first : first + 256] = batch["image"]
        yield batch
    out.flush()


def scene_pool(world: World, folder: Path, count: int, log: Callable[[str], None] = print) -> dict:
    """`count` rendered scenes, kept on disk: images uint8 [N, 3, S, S], masks, captions, spans, scenes."""
    images, rest = folder / f"pool-{count}.npy", folder / f"pool-{count}.json"
    if not rest.exists():
        folder.mkdir(parents=True, exist_ok=True)
        lines = []
        for batch in rendered(images, world, count, world.batch):
            for text, span, q in zip(batch["caption"], batch["span"], batch["scene"], strict=True):
                lines.append(
                    [text, span, [q.identity, q.place, q.plain, q.colour, q.outfit, q.style, q.framing]]
                )
        rest.write_text(json.dumps(lines))
        log(f"rendered {count} scenes")
    lines = json.loads(rest.read_text())
    return {
        "image": np.load(images, mmap_mode="r"),
        "caption": [r[0] for r in lines],
        "span": [tuple(r[1]) for r in lines],
        "scene": np.array([r[2] for r in lines]),
    }


def batches(count: int, size: int, seed: int) -> Iterator[np.ndarray]:
    """Endless shuffled batches of indices."""
    rng = np.random.default_rng(seed)
    while True:
        order = rng.permutation(count)
        for first in range(0, count - size + 1, size):
            yield np.sort(order[first : first + size])
