"""Pictures that are kept and looked at again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
import torch
from torch import Tensor

from elite_training.evaluate import Case
from elite_training.kept import drawing, drawn_or_kept, kept_pictures
from elite_training.sample import Settings, Stack
from elite_training.world.stream import World


@dataclass
class Kept:
    file: Path
    work: list[Case]
    pictures: dict[str, Tensor]
    seconds: dict[str, float]


@pytest.fixture(scope="module")
def kept(stack: Stack, test_world: World, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    file = tmp_path_factory.mktemp("kept") / "folder" / "pictures.npz"
    return Kept(file, *drawn_or_kept(file, stack, test_world, Settings(1), 1))


def test_the_second_look_sees_the_same_pictures_without_drawing(
    stack: Stack, test_world: World, kept: Kept, capsys: pytest.CaptureFixture
) -> None:
    work, pictures, seconds = drawn_or_kept(kept.file, stack, test_world, Settings(1), 1)
    assert capsys.readouterr().out == ""
    assert work == kept.work and seconds == kept.seconds and pictures.keys() == kept.pictures.keys()
    assert all(torch.equal(pictures[k], kept.pictures[k]) for k in pictures)


def test_pictures_of_other_settings_or_weights_are_refused(
    stack: Stack, test_world: World, kept: Kept
) -> None:
    with pytest.raises(ValueError, match="expected guidance 2.0, got 5.0"):
        drawn_or_kept(kept.file, stack, test_world, Settings(1, 2.0), 1)
    with pytest.raises(ValueError, match="expected prompts"):
        drawn_or_kept(kept.file, stack, test_world, Settings(1), 2)
    wanted = drawing(stack, test_world, Settings(1), kept.work)
    with pytest.raises(ValueError, match="expected weights 'other'"):
        kept_pictures(kept.file, wanted | {"weights": "other"})
