"""S0: the judges, trained on training identities alone. Their length counts updates, not minutes."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from ..models import configs
from ..models.configs import Net
from ..models.evaluators import HEADS, JUDGE_SIZE, Judges, judge_config
from ..world.axes import CATEGORIES
from ..world.render import random_layout
from ..world.scene import Scene, random_scene
from ..world.stream import World
from .common import Metrics, batches, cosine, load, save

PAIRS = 10_000
"""Pairs of scenes of one identity, rendered once."""


def roughen(x: Tensor, coarse: float = 0.4) -> Tensor:
    """Mirror, shift, blur, noise and contrast, so that a judge minds none of a decoder's marks.

    `coarse` is the share of batches whose blur is four pixels wide and not two.
    """
    b = len(x)
    flip = torch.where(torch.rand(b) < 0.5, -1.0, 1.0)
    shift = (torch.rand(b, 2) * 2 - 1) * 0.1
    zero = torch.zeros(b)
    matrix = torch.stack(
        [torch.stack([flip, zero, shift[:, 0]], 1), torch.stack([zero, zero + 1, shift[:, 1]], 1)], 1
    )
    grid = F.affine_grid(matrix, list(x.shape), align_corners=False)
    y = F.grid_sample(x, grid, padding_mode="border", align_corners=False)
    cells = 4 if torch.rand(()) < coarse else 2
    soft = F.interpolate(F.avg_pool2d(y, cells), scale_factor=cells, mode="bilinear")
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
    """Cross-entropy of the five heads on the pool of scenes.

    The blur stays fine, for pixels and hats are fine. "No outfit" counts less: four scenes of five have none.
    """
    truth = targets(world, pool["scene"])
    worn = torch.ones(HEADS["outfit"])
    worn[-1] = 0.2
    weights = {"outfit": worn}
    parameters = [*judges.label_trunk.parameters(), *judges.heads.parameters()]
    optimiser = torch.optim.AdamW(parameters, lr=2e-3, weight_decay=0.02)
    for update, rows in zip(range(1, updates + 1), batches(len(pool["scene"]), batch, 21), strict=False):
        x = roughen(torch.from_numpy(np.array(pool["image"][rows])).float() / 127.5 - 1, 0.0)
        logits = judges.labels(x)
        losses = {k: F.cross_entropy(v, truth[k][rows], weights.get(k)) for k, v in logits.items()}
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


@torch.no_grad()
def decoded_pairs(net: Net, pairs: np.ndarray, folder: Path) -> np.ndarray:
    """The pairs through the autoencoder of S2: what a judge must see through in pictures that are drawn."""
    file = folder / f"pairs-decoded-{len(pairs)}.npy"
    if not file.exists():
        vae = load(configs.vae(net), folder / "vae" / "diffusion_pytorch_model.safetensors").eval()
        out = np.empty(pairs.shape, np.uint8)
        for first in range(0, len(pairs), 32):
            x = torch.from_numpy(np.array(pairs[first : first + 32])).flatten(0, 1).float() / 127.5 - 1
            y = vae.decode(vae.encode(x).latent_dist.mean).sample
            y = ((y / 2 + 0.5).clamp(0, 1) * 255).round().byte().unflatten(0, (-1, 2))
            out[first : first + 32] = y.numpy()
        np.save(file, out)
    return np.load(file, mmap_mode="r")


def train_identity(
    judges: Judges, pairs: np.ndarray, decoded: np.ndarray, log: Metrics, updates: int, batch: int
) -> None:
    """InfoNCE between the two scenes of each pair, both ways; half of them as the autoencoder leaves them."""
    parameters = [*judges.identity_trunk.parameters(), *judges.embedding.parameters()]
    optimiser = torch.optim.AdamW(parameters, lr=2e-3, weight_decay=0.02)
    for update, rows in zip(range(1, updates + 1), batches(len(pairs), batch, 22), strict=False):
        true, seen = (torch.from_numpy(np.array(p[rows])) for p in (pairs, decoded))
        x = torch.where(torch.rand(len(rows), 2, 1, 1, 1) < 0.5, true, seen).float() / 127.5 - 1
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
    net: Net,
    world: World,
    pool: dict,
    out: Path,
    updates: tuple[int, int] = (1500, 900),
    batch: int = 64,
    pairs: int = PAIRS,
) -> None:
    """Trains the label net, then the identity net (after S2); goes on from evaluators/ when it is there."""
    if world.size != JUDGE_SIZE:
        raise ValueError(f"S0: expected a world of {JUDGE_SIZE} px, got {world.size} px")
    torch.manual_seed(20)
    judges, file = Judges(), out / "evaluators" / "model.safetensors"
    resumed = file.exists()
    if resumed:
        load(judges, file)
    header = {"stage": "S0", "batch": batch, "resumed": resumed}
    log = Metrics(out / "s0.jsonl", header | {"part": "labels", "updates": updates[0]}, 100)
    train_labels(judges, world, pool, log, updates[0], batch)
    if updates[1]:
        log = Metrics(out / "s0.jsonl", header | {"part": "identity", "updates": updates[1]}, 100)
        true = pair_pool(world, out, pairs)
        train_identity(judges, true, decoded_pairs(net, true, out), log, updates[1], batch)
    save(judges, file)
    (out / "evaluators" / "config.json").write_text(json.dumps(judge_config(), indent=2) + "\n")
