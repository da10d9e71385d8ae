"""Samples of both stages. Sample k of a run depends on seed and k alone, not on workers or devices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from ..stages.common import clip_pixels
from ..stages.s5_local import grid_mask
from .augment import ObjectPicture, Reference, augmented_object, augmented_reference, resized
from .framing import CELL, Framing, framed
from .photos import DataError, Photo, Photos, crop

TRIES = 100
"""Rows looked at for one sample before giving up: stage two rejects small and thin masks."""


@dataclass(frozen=True)
class Shapes:
    """Sides that the stack asks for: of the target, of the encoder's input, of the grid of patches."""

    size: int
    image_size: int
    grid: int


@dataclass(frozen=True)
class Drawing:
    """How rows become samples."""

    seed: int
    templates: tuple[str, ...]
    padding: tuple[int, int]
    """Pixels around the box, least and most."""
    reference: Reference = field(default_factory=Reference)
    object: ObjectPicture = field(default_factory=ObjectPicture)
    framing: Framing = field(default_factory=Framing)
    least_side: int = 100
    """Pixels that both sides of a mask's box need (stage two)."""
    aspect: tuple[float, float] = (0.5, 2)
    skip_bad: bool = False


class Order:
    """Row of sample k: each epoch visits every row once, in an order of its own."""

    def __init__(self, count: int, seed: int) -> None:
        self.count, self.seed, self.epoch = count, seed, -1
        self.rows = np.empty(0, int)

    def __getitem__(self, k: int) -> int:
        epoch = k // self.count
        if epoch != self.epoch:
            self.epoch, self.rows = (
                epoch,
                np.random.default_rng((self.seed, 1, epoch)).permutation(self.count),
            )
        return int(self.rows[k % self.count])


class Samples(Dataset):
    """Samples by their number."""

    def __init__(self, photos: Photos, shapes: Shapes, drawing: Drawing, local: bool) -> None:
        self.photos, self.shapes, self.drawing, self.local = photos, shapes, drawing, local
        self.order = Order(len(photos), drawing.seed)
        self.bad: list[str] = []

    def __getitem__(self, k: int) -> dict:
        rng = np.random.default_rng((self.drawing.seed, 2, k))
        photo = self.photo(k)
        template = self.drawing.templates[int(rng.integers(len(self.drawing.templates)))]
        sample = self.local_sample(photo, template, rng) if self.local else self.global_sample(photo, rng)
        return {"prompt": template, **sample, **self.noise(k), "where": photo.where}

    def photo(self, k: int) -> Photo:
        """The row of sample k, or the next that qualifies."""
        for k_ in range(k, k + TRIES):
            try:
                photo = self.photos.read(self.order[k_])
            except DataError as cause:
                if not self.drawing.skip_bad:
                    raise
                self.bad.append(str(cause))
                continue
            if not self.local or self.qualifies(photo):
                return photo
        why = f"the last that was bad: {self.bad[-1]}" if self.bad else f"the last: {photo.where}"
        raise DataError(
            f"data: expected masks of {self.drawing.least_side} pixels a side and more, of an aspect ratio "
            f"in {self.drawing.aspect[0]} … {self.drawing.aspect[1]}, got {TRIES} rows without one ({why})"
        )

    def qualifies(self, photo: Photo) -> bool:
        """Whether the mask's box is large and not too thin."""
        x0, y0, x1, y1 = photo.box
        width, height = x1 - x0, y1 - y0
        low, high = self.drawing.aspect
        return min(width, height) >= self.drawing.least_side and low <= width / height <= high

    def global_sample(self, photo: Photo, rng: np.random.Generator) -> dict:
        """target [3, S, S] in −1 … 1 and reference [3, I, I], CLIP-normalised."""
        least, most = self.drawing.padding
        x = planes(crop(photo, tuple(int(v) for v in rng.integers(least, most + 1, 4))).image)
        reference = augmented_reference(x, self.shapes.image_size, rng, self.drawing.reference)
        target = resized(x, self.shapes.size, "bicubic")
        return {"target": target / 127.5 - 1, "reference": clip_pixels(reference[None], len(reference[0]))[0]}

    def local_sample(self, photo: Photo, template: str, rng: np.random.Generator) -> dict:
        """The same, with object [3, I, I], mask [P, 1], cells [S/8, S/8] and a framed prompt."""
        least, most = self.drawing.padding
        cropped = crop(photo, tuple(int(v) for v in rng.integers(least, most + 1, 4)))
        if cropped.mask is None:
            raise DataError(f"{photo.where}: expected a mask of the subject, got none")
        x, mask = planes(cropped.image), torch.from_numpy(cropped.mask.copy())
        size = self.shapes.image_size
        thing, moved = augmented_object(x, mask, size, rng, self.drawing.object)
        target = resized(x, self.shapes.size, "bicubic")
        target, cells, prompt = framed(target, template, rng, self.drawing.framing)
        return {
            "target": target / 127.5 - 1,
            "reference": clip_pixels(x[None], size)[0],
            "object": clip_pixels(thing[None], size)[0],
            "mask": grid_mask(moved[None], self.shapes.grid)[0],
            "cells": cells,
            "prompt": prompt,
        }

    def noise(self, k: int) -> dict:
        """ε and the autoencoder's own noise [4, S/8, S/8], and the timestep."""
        g = torch.Generator().manual_seed((self.drawing.seed * 1_000_003 + k) % 2**63)
        side = self.shapes.size // CELL
        draw = torch.randn(2, 4, side, side, generator=g)
        return {"noise": draw[0], "spread": draw[1], "step": int(torch.randint(0, 1000, (), generator=g))}


def planes(image: np.ndarray) -> Tensor:
    """uint8 [H, W, 3] as float [3, H, W]."""
    return torch.from_numpy(image.copy()).permute(2, 0, 1).float()


@dataclass(frozen=True)
class Share:
    """Which samples of each update a process takes: every update has `batch` samples, in parts of `part`."""

    batch: int
    part: int
    process: int = 0
    processes: int = 1

    def numbers(self, first: int) -> Iterator[list[int]]:
        """Sample numbers of each part, endlessly, from sample `first` on."""
        while True:
            for start in range(0, self.batch, self.part * self.processes):
                at = first + start + self.part * self.process
                yield list(range(at, at + self.part))
            first += self.batch


def collate(rows: list[dict]) -> dict:
    """Tensors stacked, numbers as a tensor, texts as lists."""
    out: dict = {}
    for key, value in rows[0].items():
        every = [r[key] for r in rows]
        if isinstance(value, Tensor):
            out[key] = torch.stack(every)
        else:
            out[key] = torch.tensor(every) if isinstance(value, int) else every
    return out


class Numbers:
    """A batch sampler over the endless numbers of a share."""

    def __init__(self, share: Share, first: int) -> None:
        self.share, self.first = share, first

    def __iter__(self) -> Iterator[list[int]]:
        return self.share.numbers(self.first)


def batches(samples: Samples, share: Share, first: int, workers: int = 0) -> Iterator[dict]:
    """Batches of a process from sample `first` on."""
    loader = DataLoader(samples, batch_sampler=Numbers(share, first), num_workers=workers, collate_fn=collate)
    return iter(loader)
