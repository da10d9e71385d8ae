"""Captions and their inverse."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from elite_training.world.axes import OUTFITS, PLACES, STYLES
from elite_training.world.scene import (
    COLOUR_NAMES,
    FRAMING_NAMES,
    OUTFIT_NAMES,
    PLAIN_NAMES,
    Scene,
    caption,
    parse,
    random_scene,
)


def told(scene: Scene, text: str) -> Scene:
    """The scene without the parts that a caption left out."""
    return replace(
        scene,
        identity=-1,
        place=scene.place if scene.place >= 0 and PLACES[scene.place] in text else -1,
        plain=scene.plain if scene.plain >= 0 and f"{PLAIN_NAMES[scene.plain]} background" in text else -1,
        outfit=scene.outfit if scene.outfit >= 0 and f"wearing {OUTFIT_NAMES[scene.outfit]}" in text else -1,
        style=scene.style if f"{STYLES[scene.style]} of" in text else 0,
        framing=scene.framing if scene.framing and f"a {FRAMING_NAMES[scene.framing]} " in text else 0,
    )


def test_parse_returns_exactly_what_the_caption_tells() -> None:
    for i in range(10_000):
        rng = np.random.default_rng((1, i))
        scene = random_scene(rng, 0, "animal")
        text, _ = caption(scene, "S*", rng)
        assert parse(text) == told(scene, text), text


def test_every_axis_is_told_and_left_out_at_times() -> None:
    seen: set[tuple[str, bool]] = set()
    for i in range(400):
        rng = np.random.default_rng((2, i))
        scene = random_scene(rng, 0, "animal")
        text, _ = caption(scene, "S*", rng)
        for axis in ("place", "plain", "outfit", "framing"):
            if getattr(scene, axis) > 0:
                seen.add((axis, getattr(told(scene, text), axis) > 0))
    assert len(seen) == 8


def test_the_span_holds_the_noun() -> None:
    for i in range(500):
        rng = np.random.default_rng((3, i))
        text, (first, last) = caption(random_scene(rng, 0, "bird"), "black bird", rng)
        assert text[first:last] == "black bird"


def test_prompts_of_every_place_colour_and_outfit_are_read() -> None:
    for i, place in enumerate(PLACES):
        assert parse(f"a photo of a S* {place}").place == i
    for i, colour in enumerate(COLOUR_NAMES):
        assert parse(f"a {colour} S* on red bricks") == Scene(
            -1, place=PLACES.index("on red bricks"), colour=i
        )
    for i, outfit in enumerate(OUTFITS):
        assert parse(f"a S* wearing {outfit}").outfit == i
