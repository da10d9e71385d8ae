"""S0: the judges, trained on training identities alone. Their length counts updates, not minutes."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from ..models.evaluators import HEADS, JUDGE_SIZE, Judges, judge_config
from ..world.axes import CATEGORIES
from ..world.render import random_layout
from ..world.scene import Scene, random_scene
from ..world.stream import World
from .common import Metrics, batches, cosine, save

PAIRS = 10_000
"""Pairs of scenes of one identity, rendered once."""


def roughen(x: Tensor) -> Tensor:
    """Mirror, shift, blur, noise and contrast, so that a judge minds none of a decoder's marks."""
    b = len(x)
    flip = torch.where(torch.rand(b) < 0.5, -1.0, 1.0)
    shift = (torch.rand(b, 2) * 2 - 1) * 0.1
    zero = torch.zeros(b)
    matrix = torch.stack(
        [torch.stack([flip, zero, shift[:, 0]], 1), torch.stack([zero, zero + 1, shift[:, 1]], 1)], 1
    )
    grid = F.affine_grid(matrix, list(x.shape), align_corners=False)
    y = F.grid_sample(x, grid, padding_mode="border", align_corners=False)
    soft = F.interpolate(F.avg_pool2d(y, 2), scale_factor=2, mode="bilinear")
    softness = torch.rand(b, 1, 1, 1) * (torch.rand(b, 1, 1, 1) < 0.5)
    y = y + softness * (soft - y)
    y = y * (0.85 + 0.3 * torch.rand(b, 1, 1, 1)) + 0.1 * torch.randn(b, 1, 1, 1)
    return y + 0.06 * torch.rand(b, 1, 1, 1) * torch.randn_like(y)


def targets(world: World, scenes: np.ndarray) -> dict[str, Tensor]:
    """Labels of scene rows [N, 7]: identity, place, plain, colour, outfit, style, framing."""
    identity, place, plain, colour, outfit, style, _ = torch.from_numpy(scenes).unbind(1)
    places = HEADS["place"] - 10
    category = torch.tensor([CATEGORIES.index(world.category(i)) for i in identity.tolist()])
    return {
        "place": torch.where(place >= 0, place, places + plain),
        "colour": torch.where(colour >= 0, colour, HEADS["colour"] - 1),
        "category": category,
        "outfit": torch.where(outfit >= 0, outfit, HEADS["outfit"] - 1),
        "style": style,
    }


def train_labels(judges: Judges, world: World, pool: dict, log: Metrics, updates: int, batch: int) -> None:
    """Cross-entropy of the five heads on the pool of scenes."""
    truth = targets(world, pool["scene"])
    parameters = [*judges.label_trunk.parameters(), *judges.heads.parameters()]
    optimiser = torch.optim.AdamW(parameters, lr=2e-3, weight_decay=0.02)
    for update, rows in zip(range(1, updates + 1), batches(len(pool["scene"]), batch, 21), strict=False):
        x = roughen(torch.from_numpy(np.array(pool["image"][rows])).float() / 127.5 - 1)
        logits = judges.labels(x)
        losses = {k: F.cross_entropy(v, truth[k][rows]) for k, v in logits.items()}
        rate = 2e-3 * cosine(update / updates)
        step(optimiser, sum(losses.values()), rate)
        hits = {k: (v.argmax(1) == truth[k][rows]).float().mean().item() for k, v in logits.items()}
        log.add(update, update * batch, rate, **hits)


def pair_pool(world: World, folder: Path, count: int) -> np.ndarray:
    """Two scenes each of one identity, colour and style, places and layouts differ, uint8 [N, 2, 3, S, S]."""
    file = folder / f"pairs-{count}.npy"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        out = np.empty((count, 2, 3, world.size, world.size), np.uint8)
        for first in range(0, count, 128):
            rows = range(first, min(first + 128, count))
            rngs = [np.random.default_rng((world.seed, 77, i)) for i in rows]
            bases = [random_scene(r, world.pick(r), "") for r in rngs]
            for side in (0, 1):
                others = [random_scene(r, 0, "") for r in rngs]
                scenes = [
                    Scene(b.identity, o.place, o.plain, b.colour, style=b.style)
                    for b, o in zip(bases, others, strict=True)
                ]
                layouts = [random_layout(r, 0) for r in rngs]
                out[first : first + len(scenes), side] = world.draw(scenes, layouts, rngs, world.size)[0]
        np.save(file, out)
    return np.load(file, mmap_mode="r")


def train_identity(judges: Judges, pairs: np.ndarray, log: Metrics, updates: int, batch: int) -> None:
    """InfoNCE between the two scenes of each pair, both ways."""
    parameters = [*judges.identity_trunk.parameters(), *judges.embedding.parameters()]
    optimiser = torch.optim.AdamW(parameters, lr=2e-3, weight_decay=0.02)
    for update, rows in zip(range(1, updates + 1), batches(len(pairs), batch, 22), strict=False):
        x = torch.from_numpy(np.array(pairs[rows])).float() / 127.5 - 1
        a, b = (judges.identity(roughen(x[:, side])) for side in (0, 1))
        logits = a @ b.T / 0.1
        own = torch.arange(len(rows))
        loss = 0.5 * (F.cross_entropy(logits, own) + F.cross_entropy(logits.T, own))
        rate = 2e-3 * cosine(update / updates)
        step(optimiser, loss, rate)
        log.add(
            update,
            update * batch,
            rate,
            nce=loss.item(),
            top1=(logits.argmax(1) == own).float().mean().item(),
        )


def step(optimiser: torch.optim.Optimizer, loss: Tensor, rate: float) -> None:
    """One update at a learning rate."""
    for group in optimiser.param_groups:
        group["lr"] = rate
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()


def train(
    world: World,
    pool: dict,
    out: Path,
    updates: tuple[int, int] = (1500, 900),
    batch: int = 64,
    pairs: int = PAIRS,
) -> None:
    """Trains the label net and the identity net and writes evaluators/."""
    if world.size != JUDGE_SIZE:
        raise ValueError(f"S0: expected a world of {JUDGE_SIZE} px, got {world.size} px")
    torch.manual_seed(20)
    judges = Judges()
    log = Metrics(
        out / "s0.jsonl", {"stage": "S0", "part": "labels", "batch": batch, "updates": updates[0]}, 100
    )
    train_labels(judges, world, pool, log, updates[0], batch)
    log = Metrics(
        out / "s0.jsonl", {"stage": "S0", "part": "identity", "batch": batch, "updates": updates[1]}, 100
    )
    train_identity(judges, pair_pool(world, out, pairs), log, updates[1], batch)
    save(judges, out / "evaluators" / "model.safetensors")
    (out / "evaluators" / "config.json").write_text(json.dumps(judge_config(), indent=2) + "\n")
