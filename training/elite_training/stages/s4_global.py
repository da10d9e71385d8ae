"""S4: the paper's first stage. The ten networks and K, V learn to write a subject in five words (Eqn. 4)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from ..models import configs
from ..models.attention import install
from ..models.encoders import inject, text_states, token_rows, vision_features
from ..models.mappers import Mapper
from ..tokenizer import Tokenizer
from ..world.stream import World
from .common import Clock, Ema, Metrics, clip_pixels, cosine, load, rendered, save, seeded
from .muon import Muon
from .s3_unet import alphas, noised

TEMPLATES: tuple[str, ...] = (
    *(f"a photo of {x} S" for x in (
        "a", "the", "my", "one", "a clean", "the clean", "a dirty", "a cool", "the cool", "a nice",
        "the nice", "a small", "the small", "the weird", "the large")),
    *(f"a {x} photo of {y} S" for x in ("cropped", "close-up", "good") for y in ("a", "the")),
    "a dark photo of the S", "a bright photo of the S", "the photo of a S", "a rendering of a S",
    "a rendition of a S", "a rendition of the S",
)  # fmt: skip
"""The 27 prompts of both stages; S is the placeholder."""

SUBJECTS = 12_000
"""Pictures rendered once for both stages."""


def stack(net: configs.Net, out: Path) -> dict:
    """The four frozen networks."""
    parts = {
        "vae": load(configs.vae(net), out / "vae" / "diffusion_pytorch_model.safetensors"),
        "text": load(configs.text(net), out / "text_encoder" / "model.safetensors"),
        "vision": load(configs.vision(net), out / "image_encoder" / "model.safetensors"),
        "unet": load(configs.unet(net), out / "unet" / "diffusion_pytorch_model.safetensors"),
    }
    for part in parts.values():
        part.eval().requires_grad_(False)
    return parts


def template_rows(text: torch.nn.Module, tokenizer: Tokenizer, templates: list[str]) -> tuple[Tensor, Tensor]:
    """Token rows [B, T, d] of templates, and the exact token position of S in each."""
    spans = [tokenizer.spans(t, (t.rindex("S"), t.rindex("S") + 1)) for t in templates]
    return token_rows(text, torch.tensor([s[0] for s in spans])), torch.tensor([s[1] for s in spans])


def subject_pool(world: World, folder: Path, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Pictures uint8 [N, 3, S, S] and masks bool [N, S, S] of subjects in random places, kept on disk."""
    images, masks = folder / f"subjects-{count}.npy", folder / f"subject-masks-{count}.npy"
    if not masks.exists():
        found = [batch["mask"] for batch in rendered(images, world, count, world.subjects)]
        np.save(masks, np.concatenate(found))
    return np.load(images, mmap_mode="r"), np.load(masks, mmap_mode="r")


def augment(images: Tensor, masks: Tensor | None = None) -> tuple[Tensor, Tensor | None]:
    """A random flip, turn of ±20° and shift of pictures (and their masks alike), black outside."""
    b = len(images)
    angle = (torch.rand(b) * 2 - 1) * np.pi / 9 * (torch.rand(b) < 0.5)
    flip = torch.where(torch.rand(b) < 0.5, -1.0, 1.0)
    shift = (torch.rand(b, 2) * 2 - 1) * 0.2 * (torch.rand(b, 1) < 0.5)
    c, s = angle.cos(), angle.sin()
    matrix = torch.stack(
        [torch.stack([c * flip, s, shift[:, 0]], 1), torch.stack([-s * flip, c, shift[:, 1]], 1)], 1
    )
    grid = F.affine_grid(matrix, list(images.shape), align_corners=False)
    turned = F.grid_sample(images.float(), grid, align_corners=False)
    if masks is None:
        return turned, None
    return turned, F.grid_sample(masks.float()[:, None], grid, mode="nearest", align_corners=False)[:, 0]


def train(
    net: configs.Net,
    world: World,
    tokenizer: Tokenizer,
    out: Path,
    minutes: float,
    batch: int = 32,
    subjects: int = SUBJECTS,
) -> None:
    """Trains M^g and its K, V and writes elite/global_mapper. Loss: ε-MSE + 0.01 · mean |v|."""
    file, log = out / "elite" / "global_mapper.safetensors", out / "s4.jsonl"
    resumed = file.exists()
    run = seeded(4, log, resumed)
    parts = stack(net, out)
    images, _ = subject_pool(world, out, subjects)
    mapper = Mapper(parts["unet"], net.width, net.mapper_hidden, net.width)
    if resumed:
        load(mapper, file)
    install(parts["unet"], mapper, None)
    ema = Ema(mapper, 0.998)
    networks = [p for n, p in mapper.named_parameters() if n.startswith("mapping")]
    pairs = [p for n, p in mapper.named_parameters() if not n.startswith("mapping")]
    rates = (1e-3, 1e-4)
    optimisers = [Muon(part, rate) for part, rate in zip((networks, pairs), rates, strict=True)]
    header = {"stage": "S4", "net": net.name, "batch": batch, "minutes": minutes, "resumed": resumed}
    metrics = Metrics(log, header, 100)
    bar, rng, clock, update = alphas(), np.random.default_rng(44 + run), Clock(minutes), 0
    while clock.progress < 1:
        rows = np.sort(rng.choice(len(images), batch, replace=False))
        x = torch.from_numpy(np.asarray(images[rows]))
        with torch.no_grad():
            posterior = parts["vae"].encode(x.float() / 127.5 - 1).latent_dist
            zt, t, noise = noised(0.18215 * posterior.sample(), bar)
            pixels = clip_pixels(augment(x)[0], net.image_size)
            features = vision_features(parts["vision"], pixels, net.layers)
            templates = [TEMPLATES[i] for i in rng.integers(len(TEMPLATES), size=batch)]
            rows_, positions = template_rows(parts["text"], tokenizer, templates)
        words = mapper.words(features)
        states = text_states(parts["text"], inject(rows_, words, positions))
        mse = F.mse_loss(parts["unet"](zt, t, states).sample, noise)
        loss = mse + 0.01 * words.abs().mean()
        factor = cosine(clock.progress)
        for optimiser, rate in zip(optimisers, rates, strict=True):
            optimiser.set_rate(rate * factor)
            optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(mapper.parameters(), 1.0)
        for optimiser in optimisers:
            optimiser.step()
        ema.update()
        update += 1
        metrics.add(
            update, update * batch, rates[0] * factor, mse=mse.item(), words=words.abs().mean().item()
        )
    ema.load()
    save(mapper, file)
