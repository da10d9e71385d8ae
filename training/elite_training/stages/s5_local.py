"""S5: the paper's second stage. Patch features and their own K, V bring the details back (Eqn. 7)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from ..models import configs
from ..models.attention import install
from ..models.encoders import inject, text_states, vision_features
from ..models.mappers import Mapper
from ..tokenizer import Tokenizer
from ..world.stream import World
from .common import Clock, Ema, Metrics, clip_pixels, cosine, load, save, seeded
from .edits import Edits, edit_pool
from .muon import Muon
from .s3_unet import alphas, noised
from .s4_global import SUBJECTS, TEMPLATES, augment, stack, subject_pool, template_rows


def grid_mask(masks: Tensor, grid: int) -> Tensor:
    """Masks [B, S, S] at the top-left pixel of each cell, [B, grid², 1]."""
    index = torch.arange(grid) * masks.shape[-1] // grid
    return masks[:, index][:, :, index].float().flatten(1)[..., None]


def framed(x: Tensor, rng: np.random.Generator, template: str) -> tuple[Tensor, Tensor, str]:
    """A target 0 … 255 [3, S, S] made far, plain or near, its loss mask [S/8, S/8], and its prompt."""
    size = x.shape[-1]
    cells = size // 8
    u = rng.random()
    loss_mask = torch.ones(cells, cells)
    if u < 0.266:
        side = int(rng.integers(size // 3, int(0.6 * size)))
        small = torch.nn.functional.interpolate(x[None], size=side, mode="bilinear", antialias=True)[0]
        left, top = rng.integers(0, size - side + 1, 2)
        out = torch.full_like(x, 127.5)
        out[:, top : top + side, left : left + side] = small
        loss_mask = torch.zeros(cells, cells)
        loss_mask[-(-top // 8) : (top + side) // 8, -(-left // 8) : (left + side) // 8] = 1
        word = "far away " if rng.random() < 0.5 else "very small "
        return (
            out,
            loss_mask if loss_mask.sum() else torch.ones(cells, cells),
            word + template.removeprefix("a "),
        )
    if u < 0.6:
        side = int(rng.integers(int(1.2 * size), int(1.4 * size)))
        big = torch.nn.functional.interpolate(x[None], size=side, mode="bilinear")[0]
        left, top = rng.integers(0, side - size + 1, 2)
        word = "zoomed in " if rng.random() < 0.5 else "close up "
        return big[:, top : top + size, left : left + size], loss_mask, word + template.removeprefix("a ")
    return x, loss_mask, template


@torch.no_grad()
def subject_words(
    vision: torch.nn.Module, mapper: Mapper, images: np.ndarray, net: configs.Net, batch: int = 64
) -> Tensor:
    """w_0 [N, 1, d] of pictures uint8 [N, 3, S, S]: the first stage is frozen and sees them as they are."""
    words = []
    for first in range(0, len(images), batch):
        pixels = clip_pixels(torch.from_numpy(np.array(images[first : first + batch])), net.image_size)
        words.append(mapper.words(vision_features(vision, pixels, net.layers))[:, :1])
    return torch.cat(words)


def targets(
    vae: torch.nn.Module,
    x: Tensor,
    rng: np.random.Generator,
    asked: Edits | None,
    rows: np.ndarray,
    share: float,
) -> tuple[Tensor, Tensor, list[str]]:
    """Latents [B, 4, S/8, S/8], loss masks [B, 1, S/8, S/8] and prompts: framed pictures or edits of them."""
    kept = np.arange(len(x)) if asked is None else np.nonzero(rng.random(len(x)) >= share)[0]
    cells = x.shape[-1] // 8
    latents = torch.empty(len(x), 4, cells, cells) if asked is None else asked.latents(rows)
    weight = torch.ones(len(x), 1, cells, cells)
    prompts = [""] * len(x) if asked is None else [asked.captions[r] for r in rows]
    if len(kept):
        templates = [TEMPLATES[i] for i in rng.integers(len(TEMPLATES), size=len(kept))]
        pictures, masks, texts = zip(
            *(framed(x[k], rng, t) for k, t in zip(kept, templates, strict=True)), strict=True
        )
        latents[kept] = 0.18215 * vae.encode(torch.stack(pictures) / 127.5 - 1).latent_dist.sample()
        weight[kept] = torch.stack(masks)[:, None]
        for k, text in zip(kept, texts, strict=True):
            prompts[k] = text
    return latents, weight, prompts


def train(
    net: configs.Net,
    world: World,
    tokenizer: Tokenizer,
    out: Path,
    minutes: float,
    batch: int = 32,
    subjects: int = SUBJECTS,
    edits: float = 0,
) -> None:
    """Trains M^l and its K, V, writes elite/local_mapper; masked ε-MSE + 1e-4 · mean |V^l|, λ = 1.

    `edits` is the share of samples whose target is the true picture of an edit (edits.py); 0: the paper.
    """
    file, log = out / "elite" / "local_mapper.safetensors", out / "s5.jsonl"
    resumed = file.exists()
    run = seeded(5, log, resumed)
    parts = stack(net, out)
    images, masks = subject_pool(world, out, subjects)
    words_mapper = Mapper(parts["unet"], net.width, net.mapper_hidden, net.width)
    load(words_mapper, out / "elite" / "global_mapper.safetensors").requires_grad_(False)
    mapper = Mapper(parts["unet"], net.width, net.mapper_hidden, net.width)
    if resumed:
        load(mapper, file)
    context = install(parts["unet"], words_mapper, mapper)
    ema, rate = Ema(mapper, 0.998), 1e-3
    optimiser = Muon(mapper.parameters(), rate)
    header = {"stage": "S5", "net": net.name, "batch": batch, "minutes": minutes, "resumed": resumed}
    header |= {"edits": edits}
    metrics = Metrics(log, header, 100)
    bar, rng, update = alphas(), np.random.default_rng(55 + run), 0
    length = parts["text"].config.max_position_embeddings
    first_words = subject_words(parts["vision"], words_mapper, images, net)
    asked = edit_pool(world, parts["vae"], out, subjects) if edits else None
    clock = Clock(minutes)
    while clock.progress < 1:
        chosen = np.sort(rng.choice(len(images), batch, replace=False))
        x = torch.from_numpy(np.asarray(images[chosen])).float()
        m = torch.from_numpy(np.asarray(masks[chosen])).float()
        with torch.no_grad():
            latents, weight, prompts = targets(parts["vae"], x, rng, asked, chosen, edits)
            zt, t, noise = noised(latents, bar)
            objects, object_masks = augment(x * m[:, None], m)
            object_features = vision_features(
                parts["vision"], clip_pixels(objects, net.image_size), net.layers
            )
            rows, positions = template_rows(parts["text"], tokenizer, prompts)
            states = text_states(parts["text"], inject(rows, first_words[chosen], positions))
        context.word = torch.nn.functional.one_hot(positions, length).float()
        context.patches = mapper.patches(object_features, grid_mask(object_masks, net.grid))
        context.local_values.clear()
        error = (parts["unet"](zt, t, states).sample - noise) ** 2
        masked = ((error * weight).sum((1, 2, 3)) / weight.sum((1, 2, 3))).mean()
        loss = masked + 1e-4 * torch.stack([v.abs().mean() for v in context.local_values]).mean()
        factor = cosine(clock.progress)
        optimiser.set_rate(rate * factor)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(mapper.parameters(), 1.0)
        optimiser.step()
        ema.update()
        update += 1
        metrics.add(update, update * batch, rate * factor, mse=masked.item() / 4)
    ema.load()
    save(mapper, file)
