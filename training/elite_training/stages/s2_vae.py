"""S2: the autoencoder. Pixel and gradient distances, a small KL term, and the latent scale folded in."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from diffusers import AutoencoderKL
from torch import Tensor

from ..models import configs
from .common import Clock, Ema, Metrics, batches, cosine, load, save, seeded
from .muon import Muon

RATE = 3e-3
WHOLE = 0.75
"""Share of the time spent on quarters of pictures: four times the updates of a convolutional network."""


def gradient_distance(a: Tensor, b: Tensor) -> Tensor:
    """Mean absolute difference of horizontal and vertical differences."""
    dx = (a[..., 1:] - a[..., :-1]) - (b[..., 1:] - b[..., :-1])
    dy = (a[..., 1:, :] - a[..., :-1, :]) - (b[..., 1:, :] - b[..., :-1, :])
    return dx.abs().mean() + dy.abs().mean()


def distance(a: Tensor, b: Tensor) -> Tensor:
    """L1, and half of the gradient distance at three scales."""
    loss = (a - b).abs().mean()
    for scale in range(3):
        x, y = (F.avg_pool2d(t, 2**scale) if scale else t for t in (a, b))
        loss = loss + 0.5 / 3 * gradient_distance(x, y)
    return loss


def random_crop(x: Tensor, side: int, rng: np.random.Generator) -> Tensor:
    """The same random square of every picture [B, 3, side, side]."""
    top, left = rng.integers(0, x.shape[-1] - side + 1, 2)
    return x[..., top : top + side, left : left + side].contiguous()


@torch.no_grad()
def fold_scale(vae: AutoencoderKL, latents: Tensor) -> float:
    """Scales the 1×1 convolutions so that 0.18215 · latents have unit deviation; pictures stay the same."""
    deviation = float(latents.std())
    k = 1 / (0.18215 * deviation)
    quant, post = vae.quant_conv, vae.post_quant_conv
    quant.weight[:4] *= k
    quant.bias[:4] *= k
    quant.bias[4:] += 2 * float(np.log(k))
    post.weight /= k
    return deviation


def train(
    net: configs.Net, pool: dict, out: Path, minutes: float, batch: int = 16, decoder_only: bool = False
) -> None:
    """Trains the autoencoder and writes vae; goes on from its file when there is one.

    With `decoder_only` the latents stay what they are: it may go on beside and after the later stages.
    """
    file, log = out / "vae" / "diffusion_pytorch_model.safetensors", out / "s2.jsonl"
    resumed = file.exists()
    run = seeded(2, log, resumed)
    vae = configs.vae(net)
    if resumed:
        load(vae, file)
    else:
        with torch.no_grad():
            vae.quant_conv.bias[
                4:
            ] = -5  # begin with little posterior noise: a random decoder learns nothing through it
    if decoder_only:
        vae.encoder.requires_grad_(False)
        vae.quant_conv.requires_grad_(False)
    ema = Ema(vae, 0.998)
    rate = RATE / 2 if resumed else RATE
    trained = [p for p in vae.parameters() if p.requires_grad]
    optimiser = Muon(trained, rate)
    header = {"stage": "S2", "net": net.name, "batch": batch, "minutes": minutes}
    metrics = Metrics(log, header | {"resumed": resumed, "decoder_only": decoder_only}, 100)
    clock, update, rng = Clock(minutes), 0, np.random.default_rng(22 + run)
    for rows in batches(len(pool["image"]), batch, 2 + run):
        progress = clock.progress
        if progress >= 1:
            break
        x = torch.from_numpy(np.array(pool["image"][rows])).float() / 127.5 - 1
        if progress < WHOLE:
            x = random_crop(x, net.size // 2, rng)
        posterior = vae.encode(x).latent_dist
        y = vae.decode(posterior.sample()).sample
        # Squared error first: the sharper distance alone rests for thousands of updates on the mean colour.
        sharp = 0.5 if resumed else 0.5 * progress
        coarse = F.mse_loss(F.avg_pool2d(y, 8), F.avg_pool2d(x, 8))
        loss = F.mse_loss(y, x) + 2 * coarse + sharp * distance(y, x) + 1e-6 * posterior.kl().mean()
        factor = cosine(progress)
        optimiser.set_rate(rate * factor)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimiser.step()
        ema.update()
        update += 1
        metrics.add(update, update * batch, rate * factor, distance=loss.item(), l2=F.mse_loss(y, x).item())
    ema.load()
    if decoder_only:
        save(vae, file)
        return
    with torch.no_grad():
        x = torch.from_numpy(np.asarray(pool["image"][:512])).float() / 127.5 - 1
        deviation = fold_scale(vae, vae.encode(x).latent_dist.mean)
    metrics.write({"latent_deviation": deviation})
    save(vae, file)
