"""What the gates look at: the stack, its judges, two worlds, and how pictures of a case are drawn."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from .. import sample as sampler
from ..evaluate import photographs, pixels_for_judges, prototypes, true_renders
from ..models.evaluators import Judges
from ..sample import Settings, Stack, Subject, encode_prompts, encode_subject, seed_noise, to_pixels
from ..stages.common import clip_pixels
from ..tinybench import identities, subjects
from ..world.axes import COLOURS, OUTFITS, PLACES, STYLES
from ..world.scene import Scene
from ..world.stream import World

CLASSES = {"place": len(PLACES), "colour": len(COLOURS), "outfit": len(OUTFITS), "style": len(STYLES)}
"""Answers that the label judge may give where something is asked: no plain ground, no "none"."""


@dataclass(frozen=True)
class Counts:
    """How much is drawn: true scenes of a measure, pictures of a kind, prompts of a concept, steps."""

    scenes: int = 200
    pictures: int = 40
    prompts: int = 5
    sweep: int = 2
    steps: int = 25
    guidance: float = 5.0
    batch: int = 32


@dataclass
class Drawing:
    """Pictures uint8 [B, 3, S, S], their latents, and with patches the gate's map r [B, S, S]."""

    pictures: Tensor
    latents: Tensor
    gates: Tensor | None = None


@dataclass
class Eyes:
    """The networks that look at pictures: CLIP of the stack, and its judges."""

    stack: Stack
    judges: Judges

    @torch.no_grad()
    def seen(self, pictures: Tensor) -> Tensor:
        """Pictures in the identity net's space [B, 64]."""
        return torch.cat([self.judges.identity(pixels_for_judges(x)) for x in pictures.split(256)])

    @torch.no_grad()
    def labels(self, pictures: Tensor) -> dict[str, Tensor]:
        """Logits of the label judge, by head."""
        found = [self.judges.labels(pixels_for_judges(x)) for x in pictures.split(256)]
        return {k: torch.cat([f[k] for f in found]) for k in found[0]}

    @torch.no_grad()
    def image_embeddings(self, pictures: Tensor) -> Tensor:
        """Unit CLIP embeddings of pictures [B, d]."""
        vision, size = self.stack.vision, self.stack.net.image_size
        parts = [vision(pixel_values=clip_pixels(x, size)).image_embeds for x in pictures.split(64)]
        return F.normalize(torch.cat(parts), dim=-1)

    @torch.no_grad()
    def text_embeddings(self, texts: list[str]) -> Tensor:
        """Unit CLIP embeddings of sentences [B, d]."""
        ids = torch.tensor([self.stack.tokenizer.encode(t) for t in texts])
        parts = [self.stack.text(input_ids=x).text_embeds for x in ids.split(256)]
        return F.normalize(torch.cat(parts), dim=-1)


@dataclass
class Lab(Eyes):
    """Everything that a gate may use."""

    world: World
    training: World
    counts: Counts = field(default_factory=Counts)

    @cached_property
    def photos(self) -> tuple[Tensor, Tensor, list[int]]:
        """Photographs, masks and places of the benchmark's concepts."""
        return photographs(self.world, [s.identity for s in subjects(self.world)])

    @cached_property
    def subject(self) -> Subject:
        """Words and patches of the benchmark's concepts."""
        return encode_subject(self.stack, self.photos[0], self.photos[1])

    @cached_property
    def gallery(self) -> Tensor:
        """Prototypes of all held-out identities [N, 64]."""
        return prototypes(self.world, self.judges, list(range(len(self.world))))

    @property
    def own(self) -> Tensor:
        """The gallery with the benchmark's concepts first."""
        return self.gallery[identities(self.world)]

    @cached_property
    def references(self) -> Tensor:
        """The photographs in the identity net's space [concepts, 64]."""
        return self.seen(self.photos[0])

    def answers(self, pictures: Tensor, head: str) -> np.ndarray:
        """The label judge's answers where this head is asked."""
        return self.labels(pictures)[head][:, : CLASSES[head]].argmax(1).numpy()


def render(world: World, scenes: list[Scene], seed: int) -> Tensor:
    """True pictures uint8 [N, 3, S, S] of scenes, each in a layout of its own."""
    return true_renders(world, scenes, [np.random.default_rng((seed, i)) for i in range(len(scenes))])


@torch.no_grad()
def draw(
    lab: Lab,
    title: str,
    prompts: list[str],
    seeds: list[int],
    words: Tensor | None = None,
    patches: Tensor | None = None,
    weight: float = 0.0,
) -> Drawing:
    """Pictures of prompts; with words [B, n, d] S* becomes these, with patches the local branch runs."""
    stack, counts = lab.stack, lab.counts
    side = stack.net.size // 8
    pictures, latents, maps = [], [], []
    for first in range(0, len(prompts), counts.batch):
        part = slice(first, first + counts.batch)
        conditions = encode_prompts(stack, prompts[part], None if words is None else words[part])
        noise = seed_noise(seeds[part], (4, side, side))
        kept: list[Tensor] = []

        def keep(i: int, _: Tensor, kept: list[Tensor] = kept) -> None:
            if patches is not None and counts.steps / 4 <= i < max(1, counts.steps * 3 / 4):
                kept.append(mean_gate(stack, stack.net.size))

        settings = Settings(counts.steps, counts.guidance, weight)
        own = None if patches is None else patches[part]
        z = sampler.sample(stack, conditions, noise, settings, own, keep)
        latents.append(z)
        pictures.append(to_pixels(sampler.decode(stack, z)))
        if kept:
            maps.append(torch.stack(kept).mean(0))
    print(f"{title}: {len(prompts)} pictures", flush=True)
    return Drawing(torch.cat(pictures), torch.cat(latents), torch.cat(maps) if maps else None)


def mean_gate(stack: Stack, size: int) -> Tensor:
    """The maps r of this step [B, size, size]: over heads and layers, each enlarged first."""
    out = []
    for gate in stack.context.gates.values():
        side = round(gate.shape[2] ** 0.5)
        square = gate[..., 0].mean(1).unflatten(1, (side, side))[:, None]
        out.append(F.interpolate(square, size=size, mode="bilinear", align_corners=False)[:, 0])
    return torch.stack(out).mean(0)
