"""Sampling as the paper does: LMS, guidance without patches in the unconditional branch, λ, seed noise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from .models import configs
from .models.attention import Context, install
from .models.encoders import inject, text_states, token_rows, vision_features
from .models.mappers import Mapper
from .stages.common import clip_pixels, load
from .stages.s3_unet import alphas
from .stages.s5_local import grid_mask
from .tokenizer import Tokenizer

SCALE = 0.18215
"""Factor between the VAE's latents and the UNet's, as in Stable Diffusion 1.4."""

FILES = {
    "vae": "vae/diffusion_pytorch_model.safetensors",
    "text": "text_encoder/model.safetensors",
    "vision": "image_encoder/model.safetensors",
    "unet": "unet/diffusion_pytorch_model.safetensors",
    "words": "elite/global_mapper.safetensors",
    "local": "elite/local_mapper.safetensors",
}
"""Where a run's folder and a bundle keep their weights."""


@dataclass
class Stack:
    """All networks of one size, ELITE's attention installed in the UNet."""

    net: configs.Net
    vae: nn.Module
    text: nn.Module
    vision: nn.Module
    unet: nn.Module
    words: Mapper
    local: Mapper | None
    tokenizer: Tokenizer
    context: Context


def build_stack(net: configs.Net, tokenizer: Path) -> Stack:
    """A stack with fresh random weights (seed them with torch.manual_seed)."""
    unet = configs.unet(net)
    words, local = (Mapper(unet, net.width, net.mapper_hidden, net.width) for _ in range(2))
    stack = Stack(
        net, configs.vae(net), configs.text(net), configs.vision(net), unet, words, local,
        Tokenizer(tokenizer), install(unet, words, local),
    )  # fmt: skip
    for name in FILES:
        getattr(stack, name).eval().requires_grad_(False)
    return stack


def load_stack(net: configs.Net, folder: Path, random: tuple[str, ...] = ()) -> Stack:
    """The stack of a run's folder or of a bundle; parts named in `random` keep random weights."""
    torch.manual_seed(0)
    stack = build_stack(net, folder / "tokenizer")
    for name, path in FILES.items():
        if name not in random:
            load(getattr(stack, name), folder / path)
    return stack


@dataclass
class Subject:
    """What the two mappers write about photographs: v [B, 5, d] and e [B, P, d]."""

    words: Tensor
    patches: Tensor

    def at(self, rows: list[int] | Tensor) -> Subject:
        return Subject(self.words[rows], self.patches[rows])


@torch.no_grad()
def encode_subject(stack: Stack, photos: Tensor, masks: Tensor) -> Subject:
    """Words and patches of photographs 0 … 255 [B, 3, H, W] with masks [B, H, W], in one forward pass."""
    net = stack.net
    features = vision_features(stack.vision, clip_pixels(photos, net.image_size), net.layers)
    objects = clip_pixels(photos.float() * masks.float()[:, None], net.image_size)
    object_features = vision_features(stack.vision, objects, net.layers)
    grid = grid_mask(masks.float(), net.grid)
    return Subject(stack.words.words(features), stack.local.patches(object_features, grid))


@torch.no_grad()
def encode_prompts(stack: Stack, prompts: list[str], words: Tensor | None = None) -> tuple[Tensor, Tensor]:
    """C [B, T, d] of prompts, and which tokens are the subject [B, T]; `S*` becomes words [B, n, d]."""
    length, device = stack.text.config.max_position_embeddings, stack.text.device
    if words is None:
        ids = torch.tensor([stack.tokenizer.encode(p) for p in prompts], device=device)
        return text_states(stack.text, token_rows(stack.text, ids)), torch.zeros(
            len(prompts), length, device=device
        )
    spans = []
    for prompt in prompts:
        at = prompt.find("S*")
        if at < 0:
            raise ValueError(f"prompt: expected S* in it, got {prompt!r}")
        plain = prompt.replace("S*", "s", 1)
        spans.append(stack.tokenizer.spans(plain, (at, at + 1)))
    rows = token_rows(stack.text, torch.tensor([s[0] for s in spans], device=device))
    positions = torch.tensor([s[1] for s in spans], device=device)
    steps = torch.arange(length, device=device)[None] - positions[:, None]
    subject = ((steps >= 0) & (steps < words.shape[1])).float()
    return text_states(stack.text, inject(rows, words, positions)), subject


def lms_sigmas(steps: int) -> tuple[np.ndarray, np.ndarray]:
    """σ with a final 0 [steps + 1] and fractional timesteps [steps], fp32; τ is linear from 999 to 0."""
    bar = alphas().double().numpy()
    table = ((1 - bar) / bar) ** 0.5
    tau = np.linspace(0, 999, steps)[::-1]
    sigmas = np.interp(tau, np.arange(1000), table)
    return np.append(sigmas, 0).astype(np.float32), tau.astype(np.float32)


def lms_coefficients(sigmas: np.ndarray, i: int, order: int = 4) -> list[float]:
    """∫ over σ_i … σ_{i+1} of the Lagrange polynomials through the last slopes, exact by Gauss-Legendre."""
    count = min(i + 1, order)
    nodes, weights = np.polynomial.legendre.leggauss(4)
    a, b = float(sigmas[i]), float(sigmas[i + 1])
    x = 0.5 * (b - a) * nodes + 0.5 * (a + b)
    out = []
    for k in range(count):
        y = np.ones_like(x)
        for j in range(count):
            if j != k:
                y *= (x - sigmas[i - j]) / (float(sigmas[i - k]) - float(sigmas[i - j]))
        out.append(float(0.5 * (b - a) * (weights * y).sum()))
    return out


def seed_noise(seeds: list[int], shape: tuple[int, ...]) -> Tensor:
    """One draw [1, …] of PyTorch's CPU generator a seed, stacked; never a batch drawn from one seed."""
    return torch.cat([torch.randn((1, *shape), generator=torch.Generator().manual_seed(s)) for s in seeds])


@dataclass
class Settings:
    """How pictures are drawn. λ is one number or one a sample [B]."""

    steps: int = 25
    guidance: float = 5.0
    weight: float | Tensor = 0.8


@torch.no_grad()
def sample(
    stack: Stack,
    prompt: tuple[Tensor, Tensor],
    noise: Tensor,
    settings: Settings,
    patches: Tensor | None = None,
    on_step: Callable[[int, Tensor], None] | None = None,
) -> Tensor:
    """Latents [B, 4, h, w], scaled by 0.18215, of conditions; without patches no local term."""
    states, subject = prompt
    empty = encode_prompts(stack, [""])[0].expand(len(states), -1, -1)
    sigmas, tau = lms_sigmas(settings.steps)
    context, slopes = stack.context, []
    z = noise * float(sigmas[0])
    for i in range(settings.steps):
        x = z / (float(sigmas[i]) ** 2 + 1) ** 0.5
        t = torch.full((len(z),), float(tau[i]), device=z.device)
        context.word, context.patches, context.weight = subject, patches, settings.weight
        context.local_values.clear()
        slope = stack.unet(x, t, states).sample
        if settings.guidance != 1:
            context.patches = None
            without = stack.unet(x, t, empty).sample
            slope = without + settings.guidance * (slope - without)
        slopes = [slope, *slopes][:4]
        z = z + sum(c * d for c, d in zip(lms_coefficients(sigmas, i), slopes, strict=True))
        if on_step is not None:
            on_step(i, z)
    context.patches = None
    context.local_values.clear()
    return z


@torch.no_grad()
def decode(stack: Stack, latents: Tensor) -> Tensor:
    """Pictures [B, 3, S, S] in −1 … 1 (not clipped) of sampled latents."""
    return stack.vae.decode(latents / SCALE).sample


def to_pixels(pictures: Tensor) -> Tensor:
    """uint8 of pictures in −1 … 1."""
    return ((pictures / 2 + 0.5).clamp(0, 1) * 255).round().byte()
