"""S3: the text-to-image network on cached latents, with noun smoothing so that new words are not foreign."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from ..models import configs
from ..models.encoders import text_states, token_rows
from ..tokenizer import Tokenizer
from .common import Clock, Ema, Metrics, batches, cosine, load, save, seeded
from .muon import Muon


def alphas() -> Tensor:
    """ᾱ of the 1000 steps, scaled-linear β from 0.00085 to 0.012."""
    return torch.cumprod(1 - torch.linspace(0.00085**0.5, 0.012**0.5, 1000) ** 2, 0)


def noised(latents: Tensor, bar: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """(z_t, t, ε) for uniform t."""
    t = torch.randint(0, 1000, (len(latents),))
    noise = torch.randn_like(latents)
    a = bar[t][:, None, None, None]
    return a.sqrt() * latents + (1 - a).sqrt() * noise, t, noise


@torch.no_grad()
def latent_cache(vae: torch.nn.Module, images: np.ndarray) -> tuple[Tensor, Tensor]:
    """Mean and deviation of the scaled latents of pictures uint8 [N, 3, S, S]."""
    means, deviations = [], []
    for first in range(0, len(images), 256):
        x = torch.from_numpy(np.asarray(images[first : first + 256])).float() / 127.5 - 1
        posterior = vae.encode(x).latent_dist
        means.append(posterior.mean * 0.18215)
        deviations.append(posterior.std * 0.18215)
    return torch.cat(means), torch.cat(deviations)


def smooth_nouns(
    rows: Tensor, end: Tensor, first: list[int], last: list[int], sigma: float, rng: np.random.Generator
) -> Tensor:
    """Noise on the noun's rows (p 0.5), or the span collapsed to its mean in one position (p 0.2)."""
    out = rows.clone()
    for b, (i, j) in enumerate(zip(first, last, strict=True)):
        u = rng.random()
        if j <= i:
            continue
        if u < 0.5:
            out[b, i:j] += torch.randn(rows.shape[2]) * 0.3 * sigma
        elif u < 0.7:
            out[b] = torch.cat(
                [rows[b, :i], rows[b, i:j].mean(0, keepdim=True), rows[b, j:], end.expand(j - i - 1, -1)]
            )
    return out


def train(
    net: configs.Net, pool: dict, tokenizer: Tokenizer, out: Path, minutes: float, batch: int = 64
) -> None:
    """Trains the UNet and writes it; resumes from its EMA file when there is one."""
    file, log = out / "unet" / "diffusion_pytorch_model.safetensors", out / "s3.jsonl"
    resumed = file.exists()
    run = seeded(3, log, resumed)
    vae = load(configs.vae(net), out / "vae" / "diffusion_pytorch_model.safetensors").eval()
    text = load(configs.text(net), out / "text_encoder" / "model.safetensors").eval()
    means, deviations = latent_cache(vae, pool["image"])
    spans = [tokenizer.spans(t, s) for t, s in zip(pool["caption"], pool["span"], strict=True)]
    ids = torch.tensor([s[0] for s in spans])
    empty = torch.tensor(tokenizer.encode(""))
    table = text.text_model.embeddings.token_embedding.weight.detach()
    sigma, end = float(table.std()), table[tokenizer.end][None]
    unet = configs.unet(net)
    if resumed:
        load(unet, file)
    ema = Ema(unet, 0.999)
    rate = 1e-3
    optimiser = Muon(unet.parameters(), rate, weight_decay=0.01)
    header = {"stage": "S3", "net": net.name, "batch": batch, "minutes": minutes, "resumed": resumed}
    metrics = Metrics(log, header, 100)
    bar, rng, clock, update, saved = alphas(), np.random.default_rng(33 + run), Clock(minutes), 0, 0.0
    for rows in batches(len(ids), batch, 3 + run):
        progress = clock.progress
        if progress >= 1:
            break
        tokens = torch.where(torch.rand(batch, 1) < 0.1, empty[None], ids[rows])
        dropped = (tokens == empty).all(1)
        with torch.no_grad():
            first = [0 if d else spans[r][1] for r, d in zip(rows, dropped, strict=True)]
            last = [0 if d else spans[r][2] for r, d in zip(rows, dropped, strict=True)]
            states = text_states(text, smooth_nouns(token_rows(text, tokens), end, first, last, sigma, rng))
            z = means[rows] + deviations[rows] * torch.randn_like(means[rows])
            zt, t, noise = noised(z, bar)
        loss = F.mse_loss(unet(zt, t, states).sample, noise)
        factor = cosine(progress)
        optimiser.set_rate(rate * factor)
        optimiser.zero_grad()
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(unet.parameters(), 1.0)
        optimiser.step()
        ema.update()
        update += 1
        metrics.add(update, update * batch, rate * factor, mse=loss.item(), grad_norm=float(norm))
        if progress - saved > 0.25:
            saved = progress
            save(unet, file)
    ema.load()
    save(unet, file)
