"""Losses of both stages, and the inputs that they have in common."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from ..models.encoders import token_rows, vision_features
from ..sample import SCALE
from ..stages.s3_unet import alphas
from .stack import Parts


def full_precision(device: torch.device) -> torch.autocast:
    """Within it nothing is cast down: mappers, text tower, autoencoder and losses stay in fp32."""
    return torch.autocast(device.type, enabled=False)


@torch.no_grad()
def noised_latents(parts: Parts, batch: dict) -> Tensor:
    """z_t = √ᾱ_t z_0 + √(1−ᾱ_t) ε of targets, z_0 = 0.18215 · a sample of the autoencoder's posterior."""
    with full_precision(batch["target"].device):
        posterior = parts.vae.encode(batch["target"]).latent_dist
        latents = SCALE * (posterior.mean + posterior.std * batch["spread"])
        bar = alphas().to(latents.device)[batch["step"]][:, None, None, None]
        return bar.sqrt() * latents + (1 - bar).sqrt() * batch["noise"]


@torch.no_grad()
def features(parts: Parts, pixels: Tensor) -> list[Tensor]:
    """Five hidden states of the image encoder, in fp32."""
    return [f.float() for f in vision_features(parts.vision, pixels, parts.shape.layers)]


@torch.no_grad()
def prompt_rows(parts: Parts, prompts: list[str], device: torch.device) -> tuple[Tensor, Tensor]:
    """Token rows [B, T, d] and the exact position of S in each prompt."""
    spans = [parts.tokenizer.spans(p, (p.rindex("S"), p.rindex("S") + 1)) for p in prompts]
    ids, positions = (torch.tensor([s[i] for s in spans], device=device) for i in range(2))
    return token_rows(parts.text, ids), positions


def masked_error(predicted: Tensor, noise: Tensor, cells: Tensor) -> Tensor:
    """mean over samples of Σ m·(ε−ε_θ)² / Σ m. The sum runs over four channels, that of m over one.

    Source: the released code; a per-element mean would be a quarter of it.
    """
    weight = cells[:, None]
    error = (predicted.float() - noise) ** 2
    return ((error * weight).sum((1, 2, 3)) / weight.sum((1, 2, 3))).mean()


def error(predicted: Tensor, noise: Tensor) -> Tensor:
    """mean ‖ε−ε_θ‖²"""
    return F.mse_loss(predicted.float(), noise)
