"""Folders as DreamBooth has them."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from elite_training.data.folders import open_folder
from elite_training.data.photos import DataError, mask_box
from elite_training.paper.stand_in import picture


def write(image: Path, mask: Path | None, number: int = 0) -> None:
    pixels, truth = picture(number, (60, 80))
    image.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).save(image)
    if mask:
        mask.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(truth).convert("L").save(mask)


def test_images_and_masks_lie_in_two_folders(tmp_path: Path) -> None:
    for i in range(2):
        write(tmp_path / "images" / f"{i}.jpg", tmp_path / "masks" / f"{i}.png", i)
    photos = open_folder(tmp_path, masks=True)
    assert len(photos) == 2
    photo = photos.read(1)
    assert photo.box == mask_box(picture(1, (60, 80))[1]) == mask_box(photo.mask)
    assert photo.where.endswith("images/1.jpg")


def test_a_folder_a_subject_has_masks_beside_the_photographs(tmp_path: Path) -> None:
    write(tmp_path / "dog" / "a.jpg", tmp_path / "dog" / "a-mask.png")
    write(tmp_path / "mug" / "b.png", None)
    photos = open_folder(tmp_path)
    assert [e.subject for e in photos.entries] == ["dog", "mug"]
    assert photos.read(0).mask is not None
    assert photos.read(1).mask is None and photos.read(1).box == (0, 0, 80, 60)
    with pytest.raises(DataError, match=r"mug/b.png: expected its mask .*mug/b-mask.png, got no such file$"):
        open_folder(tmp_path, masks=True)


def test_an_empty_or_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="expected photographs in it"):
        open_folder(tmp_path)
    with pytest.raises(DataError, match="nowhere: expected a folder of photographs, got no such folder"):
        open_folder(tmp_path / "nowhere")
