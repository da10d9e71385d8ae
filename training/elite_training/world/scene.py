"""What one picture shows, and the sentence that says it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .axes import ARTICLES, COLOURS, FRAMINGS, OUTFITS, PLACES, PLAIN, STYLES, WEARERS

COLOUR_NAMES = tuple(COLOURS)
PLAIN_NAMES = tuple(PLAIN)
OUTFIT_NAMES = tuple(OUTFITS)
FRAMING_NAMES = tuple(FRAMINGS)


@dataclass(frozen=True)
class Scene:
    """Indices into the axes; −1 means none. Layout is not part of it: captions never tell it."""

    identity: int
    place: int = -1
    plain: int = -1
    colour: int = -1
    outfit: int = -1
    style: int = 0
    framing: int = 0


def random_scene(rng: np.random.Generator, identity: int, category: str) -> Scene:
    """A scene with independent optional parts."""
    in_place = rng.random() < 0.7
    return Scene(
        identity=identity,
        place=int(rng.integers(len(PLACES))) if in_place else -1,
        plain=-1 if in_place else int(rng.integers(len(PLAIN))),
        colour=int(rng.integers(len(COLOURS))) if rng.random() < 0.35 else -1,
        outfit=int(rng.integers(len(OUTFITS))) if category in WEARERS and rng.random() < 0.35 else -1,
        style=int(rng.integers(1, len(STYLES))) if rng.random() < 0.3 else 0,
        framing=int(rng.integers(1, len(FRAMINGS))) if rng.random() < 0.12 else 0,
    )


def caption(scene: Scene, noun: str, rng: np.random.Generator) -> tuple[str, tuple[int, int]]:
    """A scene's sentence and the span of NOUN in it; each optional part is told with probability 0.85."""
    told = lambda: rng.random() < 0.85  # noqa: E731
    framing = FRAMING_NAMES[scene.framing] if scene.framing and told() else ""
    head = f"a {framing} {STYLES[scene.style]} of" if framing else f"a {STYLES[scene.style]} of"
    if scene.style == 0 and not framing and rng.random() < 0.3:
        head = ""
    words = [head, ARTICLES[rng.integers(len(ARTICLES))]] if head else ["a"]
    if scene.colour >= 0:
        words.append(COLOUR_NAMES[scene.colour])
    before = " ".join(words) + " "
    after = f" wearing {OUTFIT_NAMES[scene.outfit]}" if scene.outfit >= 0 and told() else ""
    if scene.place >= 0 and told():
        after += f" {PLACES[scene.place]}"
    elif scene.plain >= 0 and told():
        after += f" on a {PLAIN_NAMES[scene.plain]} background"
    return before + noun + after, (len(before), len(before) + len(noun))


def parse(prompt: str) -> Scene:
    """The scene of a prompt whose noun is S*: the inverse of `caption` on the axes that it tells."""
    text = f" {prompt.lower().strip()} "

    # Longer names first, so that "in a city at night" is not read as "in the city".
    def find(names: tuple[str, ...], pattern: str) -> int:
        order = sorted(range(len(names)), key=lambda i: -len(names[i]))
        return next((i for i in order if names[i] and pattern.format(names[i]) in text), -1)

    plain = find(PLAIN_NAMES, " on a {} background ")
    place = find(PLACES, " {} ")
    outfit = find(OUTFIT_NAMES, " wearing {} ")
    style = find(STYLES, " {} of ")
    framing = next((i for i, name in enumerate(FRAMING_NAMES) if name and f" a {name} " in text), 0)
    subject = text.split(" wearing ")[0].split(" on a ")[0]
    for name in PLACES:
        subject = subject.replace(f" {name} ", " ")
    colour = next((i for i, name in enumerate(COLOUR_NAMES) if f" {name} " in subject), -1)
    return Scene(-1, place, plain, colour, outfit, max(style, 0), framing)
