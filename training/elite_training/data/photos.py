"""What every reader gives: a photograph, a box, a mask if there is one, and where they were found."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from PIL import Image, UnidentifiedImageError

IMAGE_ENDINGS = (".jpg", ".jpeg", ".png", ".webp")


class DataError(ValueError):
    """A row or file that can't become a sample; the sentence names it."""


@dataclass(frozen=True)
class Photo:
    """A photograph uint8 [H, W, 3], its subject's mask bool [H, W] and box (x0, y0, x1, y1) in pixels."""

    image: np.ndarray
    mask: np.ndarray | None
    box: tuple[int, int, int, int]
    where: str
    label: str = ""


class Photos(Protocol):
    """Rows of a data set. `read` is pure: the same row gives the same photograph."""

    def __len__(self) -> int: ...

    def read(self, row: int) -> Photo: ...


def open_image(path: Path, where: str) -> np.ndarray:
    """A file as RGB, uint8 [H, W, 3]. @raises DataError when it is missing or damaged"""
    return np.asarray(opened(path, where, "RGB"))


def open_mask(path: Path, where: str, size: tuple[int, int], least: int = 1) -> np.ndarray:
    """A mask file of an image [H, W] as bool [H, W]: values of `least` and more are the subject.

    Published masks may have another resolution than the photograph; the nearest pixel is taken then.
    @raises DataError when it is missing, damaged, or has no pixel of the subject
    """
    picture = opened(path, where, "L")
    if picture.size != (size[1], size[0]):
        picture = picture.resize((size[1], size[0]), Image.Resampling.NEAREST)
    mask = np.asarray(picture) >= least
    if not mask.any():
        raise DataError(f"{where}: expected some pixels of the subject in {path}, got an empty mask")
    return mask


def opened(path: Path, where: str, mode: str) -> Image.Image:
    try:
        with Image.open(path) as file:
            if mode == "L" and file.mode in ("1", "P"):
                return file.convert("RGB").convert("L")
            return file.convert(mode)
    except FileNotFoundError:
        raise DataError(f"{where}: expected the file {path}, got no such file") from None
    except (UnidentifiedImageError, OSError, SyntaxError) as cause:
        raise DataError(f"{where}: expected a picture in {path}, got a damaged file ({cause})") from cause


def mask_box(mask: np.ndarray) -> tuple[int, int, int, int]:
    """The smallest box (x0, y0, x1, y1), ends excluded, around the pixels of a mask."""
    rows, columns = mask.any(1).nonzero()[0], mask.any(0).nonzero()[0]
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def crop(photo: Photo, padding: tuple[int, int, int, int]) -> Photo:
    """The box with these pixels more on its left, top, right and bottom, within the photograph."""
    height, width = photo.image.shape[:2]
    (x0, y0, x1, y1), (left, top, right, bottom) = photo.box, padding
    x0, y0, x1, y1 = max(0, x0 - left), max(0, y0 - top), min(width, x1 + right), min(height, y1 + bottom)
    mask = None if photo.mask is None else photo.mask[y0:y1, x0:x1]
    return Photo(photo.image[y0:y1, x0:x1], mask, (0, 0, x1 - x0, y1 - y0), photo.where, photo.label)
