"""Photographs, masks and crops."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from elite_training.data.photos import DataError, Photo, crop, mask_box, open_image, open_mask


def photo(height: int = 20, width: int = 30, box: tuple[int, int, int, int] = (5, 4, 12, 9)) -> Photo:
    image = np.arange(height * width * 3, dtype=np.uint8).reshape(height, width, 3)
    mask = np.zeros((height, width), bool)
    mask[box[1] : box[3], box[0] : box[2]] = True
    return Photo(image, mask, box, "here")


def test_the_box_of_a_mask_holds_its_first_and_last_pixels() -> None:
    assert mask_box(photo().mask) == (5, 4, 12, 9)


def test_a_crop_takes_the_padding_that_the_photograph_has() -> None:
    cropped = crop(photo(), (3, 10, 100, 1))
    assert cropped.image.shape == (10, 28, 3)
    assert np.array_equal(cropped.image, photo().image[0:10, 2:30])
    assert mask_box(cropped.mask) == (3, 4, 10, 9)


def test_a_missing_or_damaged_file_is_one_sentence_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"^rows.csv, line 3: expected the file .*gone.jpg, got no such"):
        open_image(tmp_path / "gone.jpg", "rows.csv, line 3")
    (tmp_path / "bad.jpg").write_bytes(b"\xff\xd8\xff\xe0 not a picture")
    with pytest.raises(DataError, match=r"line 3: expected a picture in .*bad.jpg, got a damaged file"):
        open_image(tmp_path / "bad.jpg", "line 3")


def test_a_mask_is_taken_to_the_photographs_size_by_the_nearest_pixel(tmp_path: Path) -> None:
    small = np.zeros((2, 3), np.uint8)
    small[1, 2] = 1
    Image.fromarray(small).save(tmp_path / "mask.png")
    mask = open_mask(tmp_path / "mask.png", "here", (4, 6))
    assert mask.sum() == 4 and mask_box(mask) == (4, 2, 6, 4)
    with pytest.raises(DataError, match=r"^here: expected some pixels of the subject in .*got an empty"):
        open_mask(tmp_path / "mask.png", "here", (4, 6), least=128)


def test_a_mask_of_one_bit_is_read(tmp_path: Path) -> None:
    Image.fromarray(np.eye(8, dtype=bool)).save(tmp_path / "bits.png")
    assert np.array_equal(open_mask(tmp_path / "bits.png", "here", (8, 8)), np.eye(8, dtype=bool))
