"""Folders of photographs as DreamBooth has them, with masks where somebody painted some.

<folder>/images/<name>.jpg and <folder>/masks/<name>.png, or
<folder>/<subject>/<name>.jpg and <folder>/<subject>/<name>-mask.png, or both names in <folder> itself
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .photos import IMAGE_ENDINGS, DataError, Photo, mask_box, open_image, open_mask

MASK_ENDING = "-mask"
OBJECT = 128
"""Grey value from which a painted mask is the subject, as in the product."""


@dataclass(frozen=True)
class Entry:
    """One photograph, the mask beside it (or where it was looked for), and its subject's name."""

    image: Path
    mask: Path
    subject: str


@dataclass(frozen=True)
class Folder:
    """Rows are photographs in the order of their names. The box is the mask's, or all without a mask."""

    entries: tuple[Entry, ...]

    def __len__(self) -> int:
        return len(self.entries)

    def read(self, row: int) -> Photo:
        entry = self.entries[row]
        where = str(entry.image)
        image = open_image(entry.image, where)
        if not entry.mask.exists():
            return Photo(image, None, (0, 0, image.shape[1], image.shape[0]), where, entry.subject)
        mask = open_mask(entry.mask, where, image.shape[:2], OBJECT)
        return Photo(image, mask, mask_box(mask), where, entry.subject)


def open_folder(folder: Path, masks: bool = False) -> Folder:
    """Finds photographs and masks. @raises DataError when there are none, or one lacks a mask that must be"""
    if not folder.is_dir():
        raise DataError(f"{folder}: expected a folder of photographs, got no such folder")
    entries = found_in(folder)
    if not entries:
        raise DataError(f"{folder}: expected photographs in it, its images/ or its folders, got none")
    lacking = [e for e in entries if masks and not e.mask.exists()]
    if lacking:
        raise DataError(f"{lacking[0].image}: expected its mask {lacking[0].mask}, got no such file")
    return Folder(tuple(entries))


def found_in(folder: Path) -> list[Entry]:
    images = folder / "images"
    if images.is_dir():
        return [Entry(p, folder / "masks" / f"{p.stem}.png", folder.name) for p in photographs(images)]
    subjects = [folder, *sorted(p for p in folder.iterdir() if p.is_dir() and p.name != "masks")]
    return [
        Entry(p, p.with_name(f"{p.stem}{MASK_ENDING}.png"), subject.name)
        for subject in subjects
        for p in photographs(subject)
    ]


def photographs(folder: Path) -> list[Path]:
    """Picture files that are no masks."""
    files = sorted(p for p in folder.iterdir() if p.is_file() and p.suffix.lower() in IMAGE_ENDINGS)
    return [p for p in files if not p.stem.endswith(MASK_ENDING)]
