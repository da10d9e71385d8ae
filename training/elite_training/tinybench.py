"""TinyBench-20: twenty held-out concepts and twenty-five prompts each, with true pictures of every edit."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file

from .evaluate import Gallery, build_gallery
from .export import write_json
from .models.evaluators import Judges
from .samples import PHOTO, sample_identity, save_png
from .world.axes import COLOURS, PLACES, STYLES
from .world.render import random_layout
from .world.scene import Scene, parse
from .world.stream import FIRST, World

NAME, VERSION = "TinyBench-20", 1

SUBJECTS: dict[str, tuple[str, ...]] = {
    "animal": ("wolf", "flamingo", "orangutan", "cow", "camel", "lizard", "bat"),
    "toy": ("toy 1", "toy 2", "toy 3"),
    "thing": (
        "croissant", "pretzel", "ice cream", "canoe", "manual wheelchair", "mountain cableway", "violin",
        "television", "chair", "handbag",
    ),
}  # fmt: skip
"""Seven animals, three toys, three foods, three vehicles, one instrument and three objects, chosen by name
before any picture of theirs was drawn. The held-out drawings hold one instrument only, so that a third object
takes the place of a second one."""

EVERY = tuple(SUBJECTS)
WEARING = ("animal", "toy")
SHARED_PLACES = (
    "in the jungle", "in the snow", "on the beach", "on a cobblestone street", "on pink fabric",
    "on a wooden floor", "in the city", "in the mountains",
)  # fmt: skip
THING_PLACES = (
    "in a wheat field", "under an autumn tree", "floating on water", "in an ocean of milk",
    "on grass with sunflowers",
)  # fmt: skip
PAINTED = ("red", "purple", "yellow", "blue", "green")
WORN = ("a top hat", "a crown", "sunglasses", "pink glasses", "a blue cap")
MIXED: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("red-beach", "a photo of a red S* on the beach", EVERY),
    ("pixel-jungle", "a pixel art of a S* in the jungle", EVERY),
    ("crown-desert", "a photo of a S* wearing a crown in the desert", WEARING),
    ("blue-sticker", "a flat sticker of a blue S*", ("thing",)),
)
SMALL_WORDS = frozenset({"a", "an", "the", "in", "on", "of", "at", "with", "under"})


@dataclass(frozen=True)
class Prompt:
    """One edit: its kind, its sentence, and the kinds of subjects it is for."""

    id: str
    kind: str
    text: str
    subjects: tuple[str, ...] = EVERY

    @property
    def asks(self) -> dict[str, int]:
        """What the picture must show, as indices into the heads of the label judge."""
        scene = parse(self.text)
        told = {"place": scene.place, "colour": scene.colour, "outfit": scene.outfit, "style": scene.style}
        return {k: v for k, v in told.items() if v > 0 or (v == 0 and k != "style")}


@dataclass(frozen=True)
class Subject:
    """One held-out concept of the benchmark."""

    id: str
    kind: str
    identity: int
    name: str
    category: str


def short(words: str) -> str:
    """A phrase as part of an id: its telling words, joined by hyphens."""
    return "-".join(w for w in words.lower().split() if w not in SMALL_WORDS)


def prompts() -> list[Prompt]:
    """All prompts: every subject has twenty-five of them."""
    out = [Prompt(f"place-{short(p)}", "place", f"a photo of a S* {p}") for p in SHARED_PLACES]
    out += [Prompt(f"place-{short(p)}", "place", f"a photo of a S* {p}", ("thing",)) for p in THING_PLACES]
    out += [Prompt(f"colour-{c}", "colour", f"a photo of a {c} S*") for c in PAINTED]
    out += [Prompt(f"outfit-{short(o)}", "outfit", f"a photo of a S* wearing {o}", WEARING) for o in WORN]
    out += [Prompt(f"style-{short(s)}", "style", f"a {s} of a S*") for s in STYLES[1:]]
    return out + [Prompt(f"mixed-{name}", "mixed", text, kinds) for name, text, kinds in MIXED]


def subjects(world: World) -> list[Subject]:
    """The twenty concepts, found in the world's split by their names."""
    out = []
    for kind, names in SUBJECTS.items():
        for name in names:
            identity = sample_identity(world, name)
            own, category = world.name(identity), world.category(identity)
            out.append(Subject(name.replace(" ", "-"), kind, identity, own, category))
    return out


def pairs(world: World) -> Iterator[tuple[Subject, Prompt]]:
    """All 500 pairs of a subject and a prompt that is for it."""
    for subject in subjects(world):
        for prompt in prompts():
            if subject.kind in prompt.subjects:
                yield subject, prompt


def seed_of(*words: str) -> int:
    """A seed that belongs to these words alone."""
    return int.from_bytes(hashlib.sha256("/".join(words).encode()).digest()[:6], "big")


def true_renders(world: World, subject: Subject, prompt: Prompt, count: int) -> np.ndarray:
    """True pictures of an edit in `count` layouts, uint8 [count, 3, S, S]; untold places are drawn by lot."""
    told, rngs = parse(prompt.text), []
    for k in range(count):
        rngs.append(np.random.default_rng((seed_of(NAME, subject.id, prompt.id), k)))
    places = [told.place if told.place >= 0 else int(r.integers(len(PLACES))) for r in rngs]
    scenes = [
        Scene(subject.identity, p, -1, told.colour, told.outfit, told.style, told.framing) for p in places
    ]
    layouts = [random_layout(r, told.framing) for r in rngs]
    return world.draw(scenes, layouts, rngs, world.size)[0]


def own_colour(sprite: np.ndarray) -> str:
    """The named colour that most of a sprite's pixels [S, S, 4] are nearest to."""
    table = np.array(list(COLOURS.values()), np.float32)
    opaque = sprite[sprite[..., 3] > 127][:, :3].astype(np.float32)
    nearest = ((opaque[:, None] - table[None]) ** 2).sum(-1).argmin(1)
    return list(COLOURS)[int(np.bincount(nearest, minlength=len(table)).argmax())]


def identities(world: World) -> list[int]:
    """All held-out identities, the benchmark's first."""
    first = [s.identity for s in subjects(world)]
    return first + [i for i in range(len(world)) if i not in set(first)]


def write_gallery(world: World, training: World, judges: Judges, to: Path) -> Gallery:
    """Unit prototypes, `own` of held-out and `known` of training identities, with names in gallery.json."""
    order = identities(world)
    gallery = build_gallery(world, training, judges, order)
    known = gallery.every[len(order) :]
    save_file({"own": gallery.own.contiguous(), "known": known.clone()}, to / "gallery.safetensors")
    (to / "gallery.safetensors").chmod(0o644)
    rows = {
        "own": [[world.name(i), world.category(i)] for i in order],
        "known": [[training.name(i), training.category(i)] for i in range(len(known))],
    }
    lines = [f'"{k}": [\n' + ",\n".join(json.dumps(r) for r in v) + "\n]" for k, v in rows.items()]
    (to / "gallery.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
    return gallery


def write_photographs(world: World, subject: Subject, photos: int, to: Path) -> dict:
    """A subject's photographs and masks; above one also as many to measure likeness to, shown to no one.

    Returns what subjects.json says of them.
    """
    names = [subject.id, *(f"{subject.id}-{k}" for k in range(2, photos + 1))]
    files = [{"photo": f"photos/{n}.png", "mask": f"photos/{n}-mask.png"} for n in names]
    for k, file in enumerate(files):
        photo, mask, _ = world.reference(subject.identity, PHOTO, FIRST + k)
        save_png(photo, to / file["photo"])
        save_png(mask, to / file["mask"])
    if photos == 1:
        return files[0]
    references = [f"references/{subject.id}-{k}.png" for k in range(1, photos + 1)]
    for k, name in enumerate(references):
        save_png(world.reference(subject.identity, PHOTO, FIRST + photos + k)[0], to / name)
    return {**files[0], "more": files[1:], "references": references}


def subject_line(
    world: World, training: World, gallery: Gallery, row: int, subject: Subject, files: dict
) -> dict:
    """A subject as subjects.json has it; `nearest` is the training identity most like it to the judge."""
    first = len(gallery.own)
    likeness = gallery.every[first:] @ gallery.own[row]
    nearest = int(likeness.argmax())
    return {
        "id": subject.id, "name": subject.name, "category": subject.category, "kind": subject.kind,
        **files,
        "place": int(world.reference(subject.identity, 16)[2].place),
        "own_colour": own_colour(world.sprites[subject.identity]),
        "nearest": {
            "known": nearest, "name": training.name(nearest), "likeness": round(float(likeness[nearest]), 4),
        },
    }  # fmt: skip


def write_tinybench(
    world: World, training: World, judges: Judges, judges_hash: str, to: Path, renders: int, photos: int = 1
) -> dict:
    """The benchmark's folder: photographs, masks, true renders, gallery, subjects.json.

    With more than one photograph of each subject it is a data set of another name.
    """
    to.mkdir(parents=True, exist_ok=True)
    chosen, truths = subjects(world), {}
    shown = [write_photographs(world, subject, photos, to) for subject in chosen]
    print(f"photographs: {photos * len(chosen)}", flush=True)
    for subject, prompt in pairs(world):
        files = [f"truths/{subject.id}/{prompt.id}/{k}.png" for k in range(renders)]
        for file, picture in zip(files, true_renders(world, subject, prompt, renders), strict=True):
            save_png(picture, to / file)
        truths[f"{subject.id}/{prompt.id}"] = files
    print(f"true renders: {len(truths)} pairs, {renders} each", flush=True)
    with torch.no_grad():
        gallery = write_gallery(world, training, judges, to)
    print(f"gallery: {len(gallery.own)} held-out, {len(gallery.every) - len(gallery.own)} known", flush=True)
    value = {
        "name": NAME if photos == 1 else f"{NAME}, {photos} photographs",
        "version": VERSION, "split": world.split, "seeds": [0, 1, 2, 3, 4],
        "size": world.size, "renders": renders, "judges": judges_hash,
        "gallery": "gallery.safetensors", "gallery_names": "gallery.json",
        "subjects": [
            subject_line(world, training, gallery, i, s, shown[i]) for i, s in enumerate(chosen)
        ],
        "prompts": [
            {"id": p.id, "kind": p.kind, "text": p.text, "asks": p.asks}
            | ({} if p.subjects == EVERY else {"for": list(p.subjects)})
            for p in prompts()
        ],
        "truths": truths,
    }  # fmt: skip
    write_json(to / "subjects.json", value)
    return value
