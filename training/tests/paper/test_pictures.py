"""Grids for the eye."""

from __future__ import annotations

import numpy as np
import torch

from elite_training.paper.pictures import BAND, columns, reference, sheet
from elite_training.stages.common import clip_pixels


def test_columns_are_the_papers_variants() -> None:
    assert columns(False) == [("w_0", 1, 0.0), ("all words", 5, 0.0)]
    assert columns(True)[2:] == [("local 0.6", 1, 0.6), ("local 0.8", 1, 0.8)]


def test_the_reference_is_the_picture_that_was_normalised() -> None:
    x = torch.randint(0, 256, (2, 3, 20, 20), generator=torch.Generator().manual_seed(0)).float()
    assert torch.equal(reference(clip_pixels(x, 20), 20), x.byte())


def test_pictures_stand_side_by_side_below_their_names() -> None:
    shown = {name: torch.full((2, 3, 32, 32), value).byte() for name, value in (("a", 10), ("b", 200))}
    pixels = np.asarray(sheet(shown))
    assert pixels.shape == (BAND + 64, 64, 3)
    assert set(np.unique(pixels[BAND:, :32])) == {10} and set(np.unique(pixels[BAND:, 32:])) == {200}
