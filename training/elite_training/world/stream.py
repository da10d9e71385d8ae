"""The stream of samples: sample i of a run is a pure function of (seed, split, mode, i)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from .axes import CATEGORIES, OUTFITS, PLACES, WEARERS
from .grounds import ground_bank
from .render import Layout, colour_rows, compose, dress, plain_ground, random_layout, recolour
from .scene import Scene, caption, random_scene
from .sprites import SPRITE, Concept, read_concepts
from .toys import render_toy, toy_of, toy_phrase

TOYS = {"train": (0, 2500), "val": (900_000, 20), "test": (1_000_000, 20)}
"""First number and count of the toys of each split."""

FIRST = 5
"""Seed of a concept's photograph; further ones have the seeds after it."""

OWN_LAYOUT = 0.7
"""Share of edits that have the subject where its picture has it."""


class World:
    """Renders scenes of one split at `size` pixels."""

    def __init__(
        self,
        pack: Path,
        split: str = "train",
        size: int = 64,
        seed: int = 0,
        variants: int = 24,
        toys: int | None = None,
    ) -> None:
        concepts = read_concepts(Path(__file__).parents[2] / "concepts.tsv")
        data = np.load(pack)
        keep = [i for i, c in enumerate(concepts) if c.split == split]
        first, count = TOYS[split]
        count = count if toys is None else toys
        self.toys = [toy_of(first + i) for i in range(count)]
        cache = Path(pack).with_name(f"toys-{split}-{count}.npy")
        if not cache.exists():
            np.save(cache, np.stack([render_toy(t, SPRITE) for t in self.toys]))
        self.concepts: list[Concept] = [concepts[i] for i in keep]
        self.sprites = np.concatenate([data["sprites"][keep], np.load(cache)])
        self.outfits = data["outfits"]
        self.size, self.seed, self.split = size, seed, split
        self.grounds = ground_bank(variants, 160, seed if split == "train" else seed + 1)

    def __len__(self) -> int:
        return len(self.sprites)

    def category(self, identity: int) -> str:
        return self.concepts[identity].category if identity < len(self.concepts) else "toy"

    def name(self, identity: int) -> str:
        """The concept's own noun phrase."""
        if identity < len(self.concepts):
            return self.concepts[identity].name
        return toy_phrase(self.toys[identity - len(self.concepts)])

    def noun(self, identity: int, rng: np.random.Generator) -> str:
        """Name or category word, as captions use them."""
        return self.name(identity) if rng.random() < 0.65 else self.category(identity)

    def pick(self, rng: np.random.Generator) -> int:
        """An identity: three of five are emoji, the rest toys."""
        emoji = len(self.concepts)
        return int(rng.integers(emoji)) if rng.random() < 0.6 else emoji + int(rng.integers(len(self.toys)))

    def ground(self, scene: Scene, rng: np.random.Generator, size: int) -> np.ndarray:
        if scene.place < 0:
            return plain_ground(scene.plain, size)
        bank = self.grounds[scene.place, rng.integers(self.grounds.shape[1])]
        side = int(rng.integers(int(0.7 * 160), 161))
        x, y = rng.integers(0, 161 - side, 2)
        crop = torch.from_numpy(bank[:, y : y + side, x : x + side].copy()).float()[None]
        if rng.random() < 0.5:
            crop = crop.flip(3)
        return (
            torch.nn.functional.interpolate(crop, size=size, mode="bilinear", antialias=True)[0]
            .byte()
            .numpy()
        )

    def draw(
        self, scenes: list[Scene], layouts: list[Layout], rngs: list[np.random.Generator], size: int
    ) -> tuple[np.ndarray, np.ndarray]:
        """Pictures uint8 [B, 3, size, size] and masks bool [B, size, size], rendered at twice the size."""
        work = size * 2
        sprites = (
            torch.from_numpy(np.stack([self.sprites[q.identity] for q in scenes])).permute(0, 3, 1, 2).float()
            / 255
        )
        sprites = recolour(sprites, colour_rows(scenes))
        if any(q.outfit >= 0 for q in scenes):
            hats = np.stack([self.outfits[max(q.outfit, 0)] for q in scenes])
            hats = torch.from_numpy(hats).permute(0, 3, 1, 2).float() / 255
            sprites = dress(sprites, hats, [q.outfit for q in scenes])
        grounds = np.stack([self.ground(q, r, size) for q, r in zip(scenes, rngs, strict=True)])
        grounds = torch.nn.functional.interpolate(
            torch.from_numpy(grounds).float() / 255, size=work, mode="nearest"
        )
        pictures, masks = compose(sprites, grounds, layouts, scenes, work)
        small = torch.nn.functional.avg_pool2d(pictures, 2)
        mask = torch.nn.functional.avg_pool2d(masks.float()[:, None], 2)[:, 0] > 0.5
        return (small * 255).round().byte().numpy(), mask.numpy()

    def batch(self, indices: list[int], stage: str = "scene") -> dict:
        """Scenes with captions: image uint8 [B, 3, S, S], mask bool [B, S, S], caption, span, scene."""
        rngs = [np.random.default_rng((self.seed, len(stage), i)) for i in indices]
        scenes, captions, spans = [], [], []
        for rng in rngs:
            identity = self.pick(rng)
            scene = random_scene(rng, identity, self.category(identity))
            noun = self.noun(identity, rng)
            if scene.colour >= 0 and identity >= len(self.concepts):
                noun = "toy"  # a painted toy is no longer of its own colour
            text, span = caption(scene, noun, rng)
            scenes.append(scene)
            captions.append(text)
            spans.append(span)
        layouts = [random_layout(r, q.framing) for r, q in zip(rngs, scenes, strict=True)]
        image, mask = self.draw(scenes, layouts, rngs, self.size)
        return {"image": image, "mask": mask, "caption": captions, "span": spans, "scene": scenes}

    def subject(self, rng: np.random.Generator) -> tuple[Scene, Layout]:
        """The scene of a sample of `subjects`, and where the subject lies in it."""
        base = random_scene(rng, self.pick(rng), "")
        painted = base.colour if rng.random() < 0.8 else -1
        layout = random_layout(rng, 0)
        layout.half = rng.uniform(0.36, 0.46)
        layout.x, layout.y = rng.uniform(-0.05, 0.05, 2)
        return Scene(base.identity, base.place, base.plain, painted), layout

    def subjects(self, indices: list[int], framing: bool = False) -> dict:
        """For the mapper stages: the subject large in a random place, photo style, no caption.

        About a quarter are painted in a random colour, which makes further identities.
        """
        rngs = [np.random.default_rng((self.seed, 99, i)) for i in indices]
        scenes, layouts = zip(*(self.subject(rng) for rng in rngs), strict=True)
        image, mask = self.draw(list(scenes), list(layouts), rngs, self.size)
        return {"image": image, "mask": mask, "scene": list(scenes)}

    def edits(self, indices: list[int]) -> dict:
        """True pictures of edits of the same `subjects`, captioned with the noun S.

        A paint that the caption does not ask for is the subject's own. Most subjects stay where they are in
        their picture, so that details can be carried over; the others have a layout of their own.
        """
        scenes, captions, layouts, rngs = [], [], [], []
        for i in indices:
            subject, own = self.subject(np.random.default_rng((self.seed, 99, i)))
            rng = np.random.default_rng((self.seed, 98, i))
            scene = random_scene(rng, subject.identity, self.category(subject.identity))
            stays = rng.random() < OWN_LAYOUT
            if stays:
                scene = replace(scene, framing=0)
            captions.append(caption(scene, "S", rng)[0])
            scenes.append(scene if scene.colour >= 0 else replace(scene, colour=subject.colour))
            layouts.append(own if stays else random_layout(rng, scene.framing))
            rngs.append(rng)
        return {"image": self.draw(scenes, layouts, rngs, self.size)[0], "caption": captions, "scene": scenes}

    def reference(
        self, identity: int, size: int = 256, seed: int = FIRST
    ) -> tuple[np.ndarray, np.ndarray, Scene]:
        """A concept's photograph, uint8 [3, size, size], its mask and scene; its one is the first seed's."""
        rng = np.random.default_rng((seed, identity))
        scene = Scene(identity, place=int(rng.integers(len(PLACES))))
        layout = Layout(0.0, 0.03, 0.39, rng.normal(0, 0.06), 1.0, 1.0)
        image, mask = self.draw([scene], [layout], [rng], size)
        return image[0], mask[0], scene

    def truth(self, scene: Scene, count: int, seed: int, size: int | None = None) -> np.ndarray:
        """True pictures of a scene in `count` layouts, uint8 [count, 3, S, S]."""
        rngs = [np.random.default_rng((seed, 3, k)) for k in range(count)]
        layouts = [random_layout(r, scene.framing) for r in rngs]
        return self.draw([scene] * count, layouts, rngs, size or self.size)[0]


CATEGORY_INDEX = {name: i for i, name in enumerate(CATEGORIES)}
COUNTS = {"place": len(PLACES), "outfit": len(OUTFITS), "wearers": len(WEARERS)}
