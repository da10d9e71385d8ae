"""Drawn pictures kept in one file, so that other judges can look at the same pictures later."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from .evaluate import PHOTO, Case, cases, chosen, draw_all
from .sample import FILES, Settings, Stack
from .world.stream import World


def weights_hash(stack: Stack) -> str:
    """SHA-256 of all networks' values."""
    digest = hashlib.sha256()
    for name in FILES:
        for key, value in sorted(getattr(stack, name).state_dict().items()):
            digest.update(key.encode())
            digest.update(value.detach().cpu().contiguous().numpy().tobytes())
    return digest.hexdigest()


def drawing(stack: Stack, world: World, settings: Settings, work: list[Case]) -> dict:
    """All that decides drawn pictures, as JSON holds it."""
    return {
        "net": stack.net.name,
        "weights": weights_hash(stack),
        "split": world.split,
        "steps": settings.steps,
        "guidance": settings.guidance,
        "prompts": [[c.scene.identity, c.prompt, c.seed] for c in work],
    }


def keep_pictures(file: Path, header: dict, pictures: dict[str, Tensor], seconds: dict[str, float]) -> None:
    """Writes pictures with what decided them."""
    file.parent.mkdir(parents=True, exist_ok=True)
    arrays = {k: v.numpy() for k, v in pictures.items()}
    with file.open("wb") as out:
        np.savez(out, drawing=json.dumps(header), seconds=json.dumps(seconds), **arrays)


def kept_pictures(file: Path, wanted: dict) -> tuple[dict[str, Tensor], dict[str, float]]:
    """Pictures and seconds of an earlier drawing.

    Raises ValueError when other weights, settings or cases were drawn.
    """
    with np.load(file) as data:
        found, seconds = json.loads(str(data["drawing"])), json.loads(str(data["seconds"]))
        pictures = {k: torch.from_numpy(data[k]) for k in data.files if k not in ("drawing", "seconds")}
    for key, value in wanted.items():
        if found.get(key) != value:
            raise ValueError(f"{file}: expected {key} {value!r:.60}, got {found.get(key)!r:.60} (remove it?)")
    return pictures, seconds


def drawn_or_kept(
    file: Path | None, stack: Stack, world: World, settings: Settings, count: int
) -> tuple[list[Case], dict[str, Tensor], dict[str, float]]:
    """What `draw_all` gives: read from the file when it is there, else drawn and kept in it."""
    if file is not None and file.exists():
        places = [world.reference(i, PHOTO)[2].place for i in chosen(world, count)]
        work = cases(world, places, count)
        return work, *kept_pictures(file, drawing(stack, world, settings, work))
    work, pictures, seconds = draw_all(stack, world, settings, count)
    if file is not None:
        keep_pictures(file, drawing(stack, world, settings, work), pictures, seconds)
    return work, pictures, seconds
