"""The photographs that a bundle brings."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from PIL import Image

from elite_training.samples import PHOTO, SAMPLES, SEVERAL, write_samples
from elite_training.world.stream import World


def test_each_sample_comes_with_its_mask_and_some_with_further_photographs(
    few_test: World, tmp_path: Path
) -> None:
    photo, mask = write_samples(few_test, tmp_path)
    folder = tmp_path / "samples"
    lines = json.loads((folder / "samples.json").read_text())
    assert [line["id"] for line in lines] == [name.replace(" ", "-") for name in SAMPLES]
    assert photo.shape == (1, 3, PHOTO, PHOTO) and mask.shape == (1, PHOTO, PHOTO)
    pictures = {p.stem: np.asarray(Image.open(p)) for p in folder.glob("*.png")}
    assert len(pictures) == 2 * sum(SEVERAL.get(name, 1) for name in SAMPLES)
    assert (pictures["flamingo"] != pictures["flamingo-2"]).any()
    for number in ("", "-2"):
        assert pictures[f"flamingo{number}"].shape == (PHOTO, PHOTO, 3)
        assert set(np.unique(pictures[f"flamingo-mask{number}"])) == {0, 255}
