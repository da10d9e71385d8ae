"""The benchmark: its twenty concepts, its prompts, and the folder that the product reads."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import load_file

from elite_training.models.evaluators import HEADS, Judges
from elite_training.tinybench import own_colour, pairs, prompts, subjects, true_renders, write_tinybench
from elite_training.world.axes import COLOURS, OUTFITS, PLACES, STYLES, WEARERS
from elite_training.world.scene import COLOUR_NAMES, caption, parse
from elite_training.world.stream import World


def test_twenty_held_out_concepts_have_twenty_five_prompts_each(test_world: World) -> None:
    chosen = subjects(test_world)
    assert len({s.identity for s in chosen}) == len({s.id for s in chosen}) == 20
    assert set(Counter(s.id for s, _ in pairs(test_world)).values()) == {25}
    assert len(list(pairs(test_world))) == 500
    for subject in chosen:
        kinds = {p.kind for s, p in pairs(test_world) if s.id == subject.id}
        assert kinds >= {"place", "colour", "style", "mixed"}


def test_outfits_are_for_those_who_can_wear_them(test_world: World) -> None:
    for subject, prompt in pairs(test_world):
        assert (subject.kind == "thing") == (subject.category not in WEARERS)
        assert subject.kind != "thing" or "outfit" not in prompt.asks
    assert all(any("outfit" in p.asks for s, p in pairs(test_world) if s.id == i) for i in ("wolf", "toy-2"))


def test_every_prompt_is_a_sentence_of_the_grammar_and_asks_for_what_it_tells() -> None:
    assert len({p.id for p in prompts()}) == len(prompts())
    for prompt in prompts():
        scene = parse(prompt.text)
        rngs = (np.random.default_rng(i) for i in range(400))
        assert prompt.text in {caption(scene, "S*", r)[0] for r in rngs}, prompt.text
        assert prompt.asks and all(0 <= v < HEADS[k] for k, v in prompt.asks.items())
        assert all(names[prompt.asks[k]] in prompt.text for k, names in heads().items() if k in prompt.asks)


def heads() -> dict[str, tuple[str, ...]]:
    return {"place": PLACES, "colour": COLOUR_NAMES, "outfit": tuple(OUTFITS), "style": STYLES}


def test_true_renders_follow_the_seed_of_their_pair_alone(test_world: World) -> None:
    subject = subjects(test_world)[0]
    beach, red = (next(p for p in prompts() if p.id == i) for i in ("place-beach", "colour-red"))
    two, four = (true_renders(test_world, subject, beach, k) for k in (2, 4))
    assert (two == four[:2]).all() and (two[0] != two[1]).any()
    assert (true_renders(test_world, subject, red, 1) != two[:1]).any()


def test_the_colour_of_a_painted_sprite_is_the_paint() -> None:
    for name, rgb in COLOURS.items():
        sprite = np.zeros((8, 8, 4), np.uint8)
        sprite[2:6, 2:6] = (*rgb, 255)
        assert own_colour(sprite) == name


@pytest.fixture(scope="module")
def folder(few: World, few_test: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("tinybench")
    torch.manual_seed(4)
    write_tinybench(few_test, few, Judges().eval(), "abc", to, renders=1)
    return to


def test_the_folder_holds_what_subjects_json_names(folder: Path) -> None:
    value = json.loads((folder / "subjects.json").read_text())
    assert (value["name"], value["version"], value["judges"]) == ("TinyBench-20", 1, "abc")
    for line in value["subjects"]:
        photo, mask = Image.open(folder / line["photo"]), Image.open(folder / line["mask"])
        assert photo.size == mask.size == (256, 256) and (photo.mode, mask.mode) == ("RGB", "L")
        assert line["own_colour"] in COLOURS and 0 <= line["place"] < len(PLACES)
    ids = {p["id"]: p for p in value["prompts"]}
    for subject in value["subjects"]:
        own = [i for i, p in ids.items() if subject["kind"] in p.get("for", [subject["kind"]])]
        assert {f"{subject['id']}/{i}" for i in own} <= set(value["truths"])
    assert len(value["truths"]) == 500
    assert all(Image.open(folder / v[0]).size == (64, 64) for v in value["truths"].values())


def test_the_gallery_begins_with_the_subjects(folder: Path, few_test: World) -> None:
    tensors, names = (
        load_file(folder / "gallery.safetensors"),
        json.loads((folder / "gallery.json").read_text()),
    )
    value = json.loads((folder / "subjects.json").read_text())
    assert tensors["own"].shape == (len(few_test), 64) and len(tensors["known"]) == len(names["known"])
    assert [n for n, _ in names["own"][:20]] == [s["name"] for s in value["subjects"]]
    assert torch.allclose(tensors["own"].norm(dim=1), torch.ones(len(few_test)), atol=1e-5)
    nearest = value["subjects"][3]["nearest"]
    likeness = tensors["known"] @ tensors["own"][3]
    assert likeness.argmax() == nearest["known"] and names["known"][nearest["known"]][0] == nearest["name"]


def test_the_same_bytes_come_twice_and_are_few(
    folder: Path, few: World, few_test: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {p.relative_to(folder): digest(p) for p in folder.rglob("*") if p.is_file()}
    assert len(files) == 20 * 2 + 500 + 3
    assert sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) < 4_500_000
    some = list(pairs(few_test))[::17]
    monkeypatch.setattr("elite_training.tinybench.pairs", lambda _: some)
    torch.manual_seed(4)
    write_tinybench(few_test, few, Judges().eval(), "abc", tmp_path, renders=1)
    again = {p.relative_to(tmp_path): digest(p) for p in tmp_path.rglob("*") if p.is_file()}
    assert len(again) == 20 * 2 + len(some) + 3
    assert all(files[p] == v for p, v in again.items() if p.name != "subjects.json")


def test_further_photographs_are_others_than_those_that_likeness_is_measured_to(
    folder: Path, few: World, few_test: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("elite_training.tinybench.pairs", lambda _: [])
    torch.manual_seed(4)
    write_tinybench(few_test, few, Judges().eval(), "abc", tmp_path, renders=1, photos=3)
    value = json.loads((tmp_path / "subjects.json").read_text())
    assert value["name"] == "TinyBench-20, 3 photographs"
    for line in value["subjects"]:
        assert (len(line["more"]), len(line["references"])) == (2, 3)
        shown = [line["photo"], *(m["photo"] for m in line["more"]), *line["references"]]
        assert len({digest(tmp_path / name) for name in shown}) == 6
        assert digest(tmp_path / line["photo"]) == digest(folder / line["photo"])
        for one in line["more"]:
            assert Image.open(tmp_path / one["photo"]).size == Image.open(tmp_path / one["mask"]).size


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
