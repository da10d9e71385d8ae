"""Gates of the base networks: G0 autoencoder, G1 CLIP, G1b judges, G2 UNet."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from ..evaluate import prototypes, through_autoencoder
from ..world.axes import CATEGORIES, COLOURS, OUTFITS, PLACES, STYLES, WEARERS
from ..world.scene import Scene, random_scene
from ..world.stream import World
from .lab import CLASSES, Lab, draw, render
from .measure import Measure, at_least

SENTENCES: dict[str, list[str]] = {
    "place": [f"a photo of a {{}} {p}" for p in PLACES],
    "outfit": [f"a photo of a {{}} wearing {o}" for o in OUTFITS],
    "colour": [f"a photo of a {c} {{}}" for c in COLOURS],
    "style": [f"a {s} of a {{}}" for s in STYLES],
}
"""What tells each class of an axis; the braces are the noun."""


def psnr(a: Tensor, b: Tensor) -> Tensor:
    """Peak signal-to-noise ratio of pictures uint8 [B, 3, S, S], dB: 10·log10(255² / mean squared error)."""
    error = (a.float() - b.float()).square().flatten(1).mean(1).clamp_min(1e-3)
    return 10 * torch.log10(255**2 / error)


def turns(world: World, count: int) -> list[int]:
    """`count` identities of a world in turn, spread over the list."""
    return [
        i * len(world) // count % len(world) if count < len(world) else i % len(world) for i in range(count)
    ]


def scenes_of(world: World, axis: str, count: int, seed: int) -> tuple[list[Scene], np.ndarray]:
    """Scenes that each show one class of an axis in a random place, and the classes; drawings alone."""
    known = [i for i in turns(world, len(world)) if axis != "outfit" or world.category(i) in WEARERS]
    out, wanted = [], []
    for k in range(count):
        rng = np.random.default_rng((seed, k))
        identity, value = known[int(rng.integers(len(known)))], int(rng.integers(CLASSES[axis]))
        place = int(rng.integers(len(PLACES)))
        out.append(Scene(identity, **({"place": place} | {axis: value})))
        wanted.append(value)
    return out, np.array(wanted)


def g0(lab: Lab) -> list[Measure]:
    """The autoencoder on scenes of held-out concepts."""
    world, count = lab.world, lab.counts.scenes
    scenes = []
    for k, identity in enumerate(turns(world, count)):
        rng = np.random.default_rng((500, k))
        scenes.append(Scene(identity, place=int(rng.integers(len(PLACES)))))
    true = render(world, scenes, 501)
    decoded = through_autoencoder(lab.stack, true)
    own = torch.tensor([q.identity for q in scenes])
    hit = [(lab.seen(x) @ lab.gallery.T).argmax(1).eq(own).float().mean().item() for x in (true, decoded)]
    share = hit[1] / hit[0] if hit[0] > 0 else 0.0
    note = f"R@1 {hit[1]:.3f} of {hit[0]:.3f}"
    return [
        at_least("PSNR, dB", psnr(true, decoded).mean().item(), 27),
        at_least("ID R@1 of reconstructions, share of the originals'", share, 0.90, note),
    ]


def zero_shot(lab: Lab, pictures: Tensor, sentences: list[list[str]]) -> np.ndarray:
    """The sentence that CLIP finds nearest to each picture, of as many for each."""
    flat = sorted({t for row in sentences for t in row})
    at = {t: i for i, t in enumerate(flat)}
    likeness = lab.image_embeddings(pictures) @ lab.text_embeddings(flat).T
    rows = torch.tensor([[at[t] for t in row] for row in sentences])
    return likeness.gather(1, rows).argmax(1).numpy()


def g1(lab: Lab) -> list[Measure]:
    """CLIP's zero-shot answers on held-out concepts."""
    out, world, count = [], lab.world, lab.counts.scenes
    for axis, bound in (("place", 0.95), ("outfit", 0.85), ("colour", 0.85), ("style", 0.85)):
        scenes, wanted = scenes_of(world, axis, count, 510)
        nouns = [world.category(q.identity) for q in scenes]
        asked = [[t.format(n) for t in SENTENCES[axis]] for n in nouns]
        found = zero_shot(lab, render(world, scenes, 511), asked)
        out.append(at_least(f"zero-shot {axis}", (found == wanted).mean(), bound))
    scenes, _ = scenes_of(world, "place", count, 512)
    wanted = np.array([CATEGORIES.index(world.category(q.identity)) for q in scenes])
    asked = [[f"a photo of a {c}" for c in CATEGORIES]] * count
    found = zero_shot(lab, render(world, scenes, 513), asked)
    return [*out, at_least("zero-shot category", (found == wanted).mean(), 0.60)]


def g1b(lab: Lab) -> list[Measure]:
    """The judges on true pictures of held-out concepts, with all of their answers."""
    world, count = lab.world, lab.counts.scenes
    scenes, _ = scenes_of(world, "place", count, 520)
    nearest = (lab.seen(render(world, scenes, 521)) @ lab.gallery.T).argmax(1).numpy()
    own = np.array([q.identity for q in scenes])
    out = [at_least("ID R@1, true against true", (nearest == own).mean(), 0.90)]
    scenes = []
    for k, identity in enumerate(turns(world, count)):
        rng = np.random.default_rng((522, k))
        scenes.append(random_scene(rng, identity, world.category(identity)))
    labels = lab.labels(render(world, scenes, 523))
    for head, classes in CLASSES.items():
        values = [getattr(q, head) for q in scenes]
        if head == "place":
            values = [q.place if q.place >= 0 else classes + q.plain for q in scenes]
        wanted = np.array([classes if v < 0 else v for v in values])
        out.append(at_least(f"label net, {head}", (labels[head].argmax(1).numpy() == wanted).mean(), 0.95))
    return out


def g2(lab: Lab) -> list[Measure]:
    """The UNet from text alone: training nouns, combinations drawn with a seed of their own."""
    world, count = lab.training, lab.counts.pictures
    emoji = len(world.concepts)
    out = []
    for axis, bound in (("place", 0.90), ("colour", 0.80), ("outfit", 0.65), ("style", 0.80)):
        known = [i for i in range(emoji) if axis != "outfit" or world.category(i) in WEARERS]
        rng = np.random.default_rng((530, CLASSES[axis]))
        nouns = [world.name(known[i]) for i in rng.integers(len(known), size=count)]
        wanted = rng.integers(1 if axis == "style" else 0, CLASSES[axis], size=count)
        prompts = [SENTENCES[axis][v].format(n) for v, n in zip(wanted, nouns, strict=True)]
        drawn = draw(lab, f"G2 {axis}", prompts, [53_000 + k for k in range(count)])
        out.append(at_least(axis, (lab.answers(drawn.pictures, axis) == wanted).mean(), bound))
    own = np.random.default_rng(531).choice(emoji, size=min(count, emoji), replace=False)
    prompts = [f"a photo of a {world.name(int(i))}" for i in own]
    drawn = draw(lab, "G2 names", prompts, [53_100 + k for k in range(len(own))])
    gallery = prototypes(world, lab.judges, list(range(emoji)))
    nearest = (lab.seen(drawn.pictures) @ gallery.T).argmax(1).numpy()
    return [*out, at_least(f"ID R@1 among {emoji} names", (nearest == own).mean(), 0.60)]
