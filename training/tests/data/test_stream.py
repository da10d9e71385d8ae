"""Samples are a function of seed and number, however they are shared out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from elite_training.data.openimages import open_boxes, open_segmentations
from elite_training.data.photos import DataError, Photo
from elite_training.data.stream import Drawing, Order, Samples, Shapes, Share, batches
from elite_training.stages.s4_global import TEMPLATES

SHAPES = Shapes(64, 56, 4)


def samples(folder: Path, local: bool, **values: object) -> Samples:
    photos = open_segmentations(folder) if local else open_boxes(folder)
    padding = (10, 19) if local else (10, 10)
    return Samples(photos, SHAPES, Drawing(7, TEMPLATES, padding, **values), local)


def equal(a: dict, b: dict) -> bool:
    same = lambda x, y: torch.equal(x, y) if isinstance(x, torch.Tensor) else x == y  # noqa: E731
    return a.keys() == b.keys() and all(same(a[k], b[k]) for k in a)


@pytest.mark.parametrize("local", [False, True], ids=["global", "local"])
def test_a_sample_is_a_function_of_its_number_alone(published: Path, local: bool) -> None:
    first = samples(published, local)
    wanted = first[9]
    _ = first[2]
    assert equal(samples(published, local)[9], wanted)
    assert not equal(first[10], wanted)


def test_dims_and_ranges_are_those_that_the_networks_read(published: Path) -> None:
    sample = samples(published, True)[0]
    assert sample["target"].shape == (3, 64, 64) and sample["target"].abs().max() <= 1
    assert sample["reference"].shape == sample["object"].shape == (3, 56, 56)
    assert sample["mask"].shape == (16, 1) and set(sample["mask"].unique().tolist()) <= {0, 1}
    assert sample["cells"].shape == (8, 8)
    assert sample["noise"].shape == sample["spread"].shape == (4, 8, 8)
    assert 0 <= sample["step"] < 1000


def test_an_epoch_visits_every_row_once_in_an_order_of_its_own() -> None:
    order = Order(11, 3)
    first, second = [order[k] for k in range(11)], [order[k] for k in range(11, 22)]
    assert sorted(first) == sorted(second) == list(range(11)) and first != second
    assert order[4] == first[4]


def test_processes_share_the_samples_of_an_update_and_lose_none() -> None:
    taken = []
    for process in range(2):
        numbers = Share(batch=8, part=2, process=process, processes=2).numbers(40)
        taken.append([next(numbers) for _ in range(4)])
    assert sorted(sum(taken[0][:2] + taken[1][:2], [])) == list(range(40, 48))
    assert sorted(sum(taken[0][2:] + taken[1][2:], [])) == list(range(48, 56))


def test_a_stream_goes_on_where_another_stopped(published: Path) -> None:
    share = Share(batch=2, part=2)
    whole = batches(samples(published, False), share, 0)
    for _ in range(2):
        next(whole)
    a, b = next(whole), next(batches(samples(published, False), share, 4))
    assert torch.equal(a["target"], b["target"]) and torch.equal(a["noise"], b["noise"])
    assert a["prompt"] == b["prompt"]


class Thin:
    """A good mask and one that is too thin."""

    def __len__(self) -> int:
        return 2

    def read(self, row: int) -> Photo:
        mask = np.zeros((300, 300), bool)
        mask[20:240, 30 : 230 if row else 50] = True
        x1 = 230 if row else 50
        return Photo(np.full((300, 300, 3), row, np.uint8), mask, (30, 20, x1, 240), f"row {row}")


def test_thin_and_small_masks_are_passed_over() -> None:
    drawing = Drawing(0, TEMPLATES, (10, 19))
    good = Samples(Thin(), SHAPES, drawing, True)
    assert {good[k]["where"] for k in range(6)} == {"row 1"}
    none = Samples(Thin(), SHAPES, Drawing(0, TEMPLATES, (10, 19), least_side=250), True)
    with pytest.raises(DataError, match="expected masks of 250 pixels a side and more"):
        none[0]
