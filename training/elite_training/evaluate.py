"""Held-out concepts, drawn by every variant of the method and looked at by judges that never saw them."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from .models.evaluators import JUDGE_SIZE, Judges
from .sample import (
    Settings,
    Stack,
    Subject,
    decode,
    encode_prompts,
    encode_subject,
    sample,
    seed_noise,
    to_pixels,
)
from .samples import PHOTO
from .stages.common import load
from .world.axes import CATEGORIES, COLOURS, PLACES
from .world.render import random_layout
from .world.scene import COLOUR_NAMES, Scene
from .world.stream import World

RENDERS = 6
"""True pictures whose mean is an identity in the space of the identity net."""

ROWS: dict[str, tuple[str, float]] = {
    "text": ("none", 0),
    "w0": ("primary", 0),
    "words": ("all", 0),
    "full_0.6": ("primary", 0.6),
    "full_0.8": ("primary", 0.8),
}
"""Variants: which words are injected, and λ of the patches (0: no local term)."""

GALLERY_TOYS = 50
"""Training toys in the gallery, beside all training emoji."""

TRUTHS = ("true", "true_decoded")
"""True renders, and the same through the autoencoder: the upper bounds."""

METRICS: dict[str, tuple[str, ...]] = {
    "identity": ("photo", "place"),
    "likeness": ("photo", "place"),
    "category": ("photo", "place"),
    "category_blind": ("photo", "place"),
    "category_head": ("photo", "place"),
    "place": ("place",),
    "colour": ("colour",),
}
"""Kinds of prompt that each metric looks at. `category_blind` is what the same answers would score on
concepts drawn at random: a row's own chance level, whatever kind of thing its pictures favour."""


@dataclass(frozen=True)
class Case:
    """One picture to draw: concept, prompt, what it must show, seed."""

    identity: int
    kind: str
    prompt: str
    scene: Scene
    seed: int


@dataclass
class Gallery:
    """Prototypes in the identity net's space: the held-out concepts', then those of training identities.

    A picture's category is that of its nearest neighbour here, since a head learnt from a few hundred things
    cannot know the kind of a new one.
    """

    own: Tensor
    every: Tensor
    categories: list[str]


def judge(path: Path) -> Judges:
    """The judges of a run or a bundle."""
    return load(Judges(), path / "model.safetensors").eval().requires_grad_(False)


def pixels_for_judges(pictures: Tensor) -> Tensor:
    """Pictures uint8 [B, 3, S, S] as the judges see them, −1 … 1."""
    x = pictures.float() / 127.5 - 1
    same = pictures.shape[-1] == JUDGE_SIZE
    return x if same else F.interpolate(x, size=JUDGE_SIZE, mode="bilinear", antialias=True)


@torch.no_grad()
def prototypes(world: World, judges: Judges, identities: list[int]) -> Tensor:
    """Unit means [N, 64] of six true renders of each identity in the identity net's space."""
    out = []
    for first in range(0, len(identities), 16):
        part = identities[first : first + 16]
        keys = [(i, k) for i in part for k in range(RENDERS)]
        rngs = [np.random.default_rng((900, i, k)) for i, k in keys]
        scenes = [Scene(i, place=(i + 3 * k) % len(PLACES)) for i, k in keys]
        pictures = world.draw(scenes, [random_layout(r, 0) for r in rngs], rngs, world.size)[0]
        seen = judges.identity(pixels_for_judges(torch.from_numpy(pictures)))
        out.append(F.normalize(seen.unflatten(0, (len(part), RENDERS)).mean(1), dim=-1))
    return torch.cat(out)


def build_gallery(world: World, training: World, judges: Judges, identities: list[int]) -> Gallery:
    """The gallery of these held-out identities, completed by training emoji and some training toys."""
    own = prototypes(world, judges, identities)
    known = list(range(min(len(training), len(training.concepts) + GALLERY_TOYS)))
    categories = [world.category(i) for i in identities] + [training.category(i) for i in known]
    return Gallery(own, torch.cat([own, prototypes(training, judges, known)]), categories)


def chosen(world: World, count: int) -> list[int]:
    """All identities of the split, or `count` of them evenly spread over the list."""
    every = len(world)
    return list(range(every)) if count >= every else sorted({i * every // count for i in range(count)})


def cases(world: World, places: list[int], count: int) -> list[Case]:
    """Five prompts a concept: itself, two places that are not the photograph's, two colours."""
    out = []
    for row, identity in enumerate(chosen(world, count)):
        own = (identity * 7) % len(PLACES)
        out.append(Case(row, "photo", "a photo of a S*", Scene(identity, place=own), 7000 + 10 * row))
        others = [p for p in range(len(PLACES)) if p != places[row]]
        for k in range(2):
            place = others[(row * 2 + k * 9) % len(others)]
            prompt = f"a photo of a S* {PLACES[place]}"
            out.append(Case(row, "place", prompt, Scene(identity, place=place), 7001 + 10 * row + k))
            colour = (row * 2 + k) % len(COLOURS)
            scene = Scene(identity, place=own, colour=colour)
            prompt = f"a photo of a {COLOUR_NAMES[colour]} S*"
            out.append(Case(row, "colour", prompt, scene, 7003 + 10 * row + k))
    return out


def true_renders(world: World, scenes: list[Scene], rngs: list[np.random.Generator]) -> Tensor:
    """True pictures uint8 [N, 3, S, S] of scenes, each in a layout of its own."""
    layouts = [random_layout(r, q.framing) for r, q in zip(rngs, scenes, strict=True)]
    parts = [slice(k, k + 64) for k in range(0, len(scenes), 64)]
    drawn = [world.draw(scenes[s], layouts[s], rngs[s], world.size)[0] for s in parts]
    return torch.from_numpy(np.concatenate(drawn))


def true_pictures(world: World, work: list[Case]) -> Tensor:
    """One true render of each case, uint8 [N, 3, S, S]."""
    return true_renders(world, [c.scene for c in work], [np.random.default_rng((c.seed, 3)) for c in work])


@torch.no_grad()
def draw(
    stack: Stack,
    world: World,
    subject: Subject,
    work: list[Case],
    row: str,
    settings: Settings,
    batch: int = 64,
) -> Tensor:
    """Pictures uint8 [N, 3, S, S] of all cases by one variant; every variant gets the same noise."""
    which, weight = ROWS[row]
    side = stack.net.size // 8
    out = []
    for first in range(0, len(work), batch):
        part = work[first : first + batch]
        rows = [c.identity for c in part]
        if which == "none":
            prompts = [c.prompt.replace("S*", world.category(c.scene.identity)) for c in part]
            conditions = encode_prompts(stack, prompts)
        else:
            words = subject.words[rows]
            conditions = encode_prompts(
                stack, [c.prompt for c in part], words[:, :1] if which == "primary" else words
            )
        noise = seed_noise([c.seed for c in part], (4, side, side))
        own = Settings(settings.steps, settings.guidance, weight)
        latents = sample(stack, conditions, noise, own, subject.patches[rows] if weight > 0 else None)
        out.append(to_pixels(decode(stack, latents)))
    return torch.cat(out)


@torch.no_grad()
def through_autoencoder(stack: Stack, pictures: Tensor) -> Tensor:
    """Pictures uint8, encoded and decoded."""
    out = []
    for x in pictures.split(64):
        latents = stack.vae.encode(x.float() / 127.5 - 1).latent_dist.mean
        out.append(to_pixels(stack.vae.decode(latents).sample))
    return torch.cat(out)


def hits(answers: list[str], wanted: list[str]) -> np.ndarray:
    """1 where an answer is the wanted one, else 0."""
    return (np.array(answers) == np.array(wanted)).astype(float)


def blind_hits(answers: list[str], wanted: list[str]) -> np.ndarray:
    """Share of all wanted answers that each answer would hit: its score on a case drawn at random."""
    share = {k: n / len(wanted) for k, n in Counter(wanted).items()}
    return np.array([share.get(a, 0.0) for a in answers])


@torch.no_grad()
def score(
    judges: Judges, world: World, gallery: Gallery, work: list[Case], pictures: Tensor
) -> dict[str, np.ndarray]:
    """What the judges say of each picture: 0 or 1, and a cosine; no head may answer "none"."""
    found: dict[str, list[Tensor]] = {"place": [], "colour": [], "category": [], "seen": []}
    for x in pictures.split(256):
        pixels = pixels_for_judges(x)
        labels = judges.labels(pixels)
        for name in ("place", "colour", "category"):
            found[name].append(labels[name])
        found["seen"].append(judges.identity(pixels))
    place, colour, head, seen = (torch.cat(v) for v in found.values())
    identity = seen @ gallery.own.T
    nearest = [gallery.categories[k] for k in (seen @ gallery.every.T).argmax(1).tolist()]
    by_head = [CATEGORIES[k] for k in head.argmax(1).tolist()]
    own = torch.tensor([c.identity for c in work])
    asked = torch.tensor([[c.scene.place, c.scene.colour] for c in work])
    wanted = [world.category(c.scene.identity) for c in work]
    return {
        "identity": (identity.argmax(1) == own).float().numpy(),
        "likeness": identity[torch.arange(len(work)), own].numpy(),
        "category": hits(nearest, wanted),
        "category_blind": blind_hits(nearest, wanted),
        "category_head": hits(by_head, wanted),
        "place": (place[:, : len(PLACES)].argmax(1) == asked[:, 0]).float().numpy(),
        "colour": (colour[:, : len(COLOURS)].argmax(1) == asked[:, 1]).float().numpy(),
    }


@dataclass
class Drawn:
    """Everything that one evaluation drew and found."""

    work: list[Case]
    pictures: dict[str, Tensor]
    scores: dict[str, dict[str, np.ndarray]]
    seconds: dict[str, float]


def photographs(world: World, identities: list[int]) -> tuple[Tensor, Tensor, list[int]]:
    """The one photograph of each concept, its mask, and the place it shows."""
    photos, masks, scenes = zip(*(world.reference(i, PHOTO) for i in identities), strict=True)
    return torch.from_numpy(np.stack(photos)), torch.from_numpy(np.stack(masks)), [q.place for q in scenes]


def draw_all(
    stack: Stack, world: World, settings: Settings, count: int
) -> tuple[list[Case], dict[str, Tensor], dict[str, float]]:
    """All cases of `count` held-out concepts, and their pictures by every variant and both truths."""
    photos, masks, places = photographs(world, chosen(world, count))
    work = cases(world, places, count)
    subject = encode_subject(stack, photos, masks)
    true = true_pictures(world, work)
    pictures = {"photograph": photos, "true": true, "true_decoded": through_autoencoder(stack, true)}
    seconds: dict[str, float] = {}
    for row in ROWS:
        start = time.monotonic()
        pictures[row] = draw(stack, world, subject, work, row, settings)
        seconds[row] = round(time.monotonic() - start, 1)
        print(f"{row}: {len(work)} pictures in {seconds[row]} s", flush=True)
    return work, pictures, seconds


def judge_all(
    judges: Judges, world: World, training: World, work: list[Case], pictures: dict[str, Tensor]
) -> dict[str, dict[str, np.ndarray]]:
    """Scores of every row but the photographs."""
    gallery = build_gallery(world, training, judges, [c.scene.identity for c in work if c.kind == "photo"])
    rows = [row for row in pictures if row != "photograph"]
    return {row: score(judges, world, gallery, work, pictures[row]) for row in rows}
