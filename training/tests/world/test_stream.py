"""The stream is pure, and holds training concepts alone."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import numpy as np

from elite_training.world import stream
from elite_training.world.axes import CATEGORIES
from elite_training.world.scene import parse
from elite_training.world.sprites import read_concepts
from elite_training.world.stream import TOYS, World

TABLE = Path(stream.__file__).parents[2] / "concepts.tsv"


def test_a_sample_is_a_function_of_its_index_alone(world: World, pack: Path) -> None:
    first = world.batch([3, 11, 5])
    again = World(pack, variants=1, toys=6).batch([11])
    assert np.array_equal(first["image"][1], again["image"][0])
    assert np.array_equal(first["mask"][1], again["mask"][0])
    assert first["caption"][1] == again["caption"][0]
    assert first["scene"][1] == again["scene"][0]


def test_subjects_are_a_function_of_their_index_alone(world: World) -> None:
    assert np.array_equal(world.subjects([4, 9])["image"][1], world.subjects([9])["image"][0])


def test_edits_are_of_the_same_subjects_in_other_pictures(world: World) -> None:
    subjects, edits = world.subjects([4, 9]), world.edits([4, 9])
    assert [q.identity for q in edits["scene"]] == [q.identity for q in subjects["scene"]]
    assert np.array_equal(edits["image"][1], world.edits([9])["image"][0])
    assert not np.array_equal(edits["image"], subjects["image"])


def test_an_edit_shows_what_its_caption_says_and_else_the_subjects_own_paint(world: World) -> None:
    rows = list(range(120))
    subjects, edits = world.subjects(rows)["scene"], world.edits(rows)
    kept = asked = 0
    for subject, scene, text in zip(subjects, edits["scene"], edits["caption"], strict=True):
        said = parse(text)
        assert text.count("S") == 1
        for axis in ("place", "plain", "outfit"):
            assert getattr(said, axis) in (-1, getattr(scene, axis))
        assert said.style == scene.style
        if said.colour >= 0:
            assert said.colour == scene.colour
            asked += said.colour != subject.colour
        else:
            assert scene.colour == subject.colour
            kept += scene.colour >= 0
    assert kept > 3 and asked > 20


def test_other_indices_give_other_pictures(world: World) -> None:
    a, b = world.batch([1, 2])["image"]
    assert not np.array_equal(a, b)


def test_the_training_stream_holds_no_held_out_concept(world: World, pack: Path) -> None:
    held_out = {c.code for c in read_concepts(TABLE) if c.split != "train"}
    drawn = {c.code for c in world.concepts}
    assert not drawn & held_out
    codes = np.load(pack)["codes"].tolist()
    sprites = np.load(pack)["sprites"]
    for i in (0, len(world.concepts) // 2, len(world.concepts) - 1):
        assert np.array_equal(world.sprites[i], sprites[codes.index(world.concepts[i].code)])
    picked = {world.pick(np.random.default_rng((1, i))) for i in range(20_000)}
    assert max(picked) < len(world)


def test_captions_name_training_concepts_and_categories_alone(world: World) -> None:
    nouns = {c.name for c in world.concepts} | set(CATEGORIES)
    batch = world.batch(list(range(300)))
    for text, (first, last), scene in zip(batch["caption"], batch["span"], batch["scene"], strict=True):
        if scene.identity < len(world.concepts):
            assert text[first:last] in nouns
        else:
            assert "toy" in text[first:last]


def test_a_family_lies_in_one_split() -> None:
    splits = defaultdict(set)
    for concept in read_concepts(TABLE):
        splits[concept.family].add(concept.split)
    assert all(len(s) == 1 for s in splits.values())


def test_the_splits_have_the_sizes_of_the_card() -> None:
    sizes = defaultdict(int)
    for concept in read_concepts(TABLE):
        sizes[concept.split] += 1
    assert dict(sizes) == {"train": 467, "val": 30, "test": 95}


def test_every_dropped_drawing_says_why_and_every_kept_one_has_a_category() -> None:
    with TABLE.open(newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            assert row["category"] in CATEGORIES
            assert bool(row["dropped"]) != bool(row["split"])


def test_toys_of_the_splits_do_not_overlap() -> None:
    ranges = sorted((first, first + count) for first, count in TOYS.values())
    assert all(a[1] <= b[0] for a, b in zip(ranges, ranges[1:], strict=False))
