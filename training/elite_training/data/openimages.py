"""Open Images as published: annotations in CSV files, a folder of photographs, folders of masks.

    <folder>/test-annotations-bbox.csv                  (or oidv6-train-annotations-bbox.csv, ...)
    <folder>/test-annotations-object-segmentation.csv
    <folder>/class-descriptions-boxable.csv             (or oidv7-class-descriptions-boxable.csv; optional)
    <folder>/test/<ImageID>.jpg                         (or images/test/, images/)
    <folder>/test-masks/, test-masks-0/ ... test-masks-f/, or masks/ with the files of MaskPath

Source of the layout: https://storage.googleapis.com/openimages/web/download.html, "Data formats".
"""

from __future__ import annotations

import csv
import os
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from .photos import IMAGE_ENDINGS, DataError, Photo, mask_box, open_image, open_mask

BOX_COLUMNS = ("ImageID", "LabelName", "XMin", "XMax", "YMin", "YMax", "IsGroupOf")
MASK_COLUMNS = ("MaskPath", "ImageID", "LabelName", "BoxXMin", "BoxXMax", "BoxYMin", "BoxYMax")


@dataclass(frozen=True)
class Choice:
    """Which rows are samples."""

    classes: tuple[str, ...] = ()
    """Names as class-descriptions has them; none: all."""
    area: tuple[float, float] = (0.02, 0.8)
    """Share of the photograph that a box covers (stage one). Source: the released code."""
    groups: bool = True
    """Keeps boxes of several things; the released code keeps them."""
    skip_bad: bool = False
    """Leaves bad rows out and counts them; otherwise the first one stops the run."""


@dataclass
class Table:
    """Rows kept of a CSV file, in columns, and what was left out."""

    file: Path
    images: dict[str, Path]
    ids: list[bytes] = field(default_factory=list)
    lines: array = field(default_factory=lambda: array("l"))
    boxes: array = field(default_factory=lambda: array("f"))
    labels: array = field(default_factory=lambda: array("l"))
    masks: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    bad: list[str] = field(default_factory=list)
    left_out: int = 0

    def where(self, row: int) -> str:
        return f"{self.file}, line {self.lines[row]}"

    def label(self, row: int) -> str:
        return self.names[self.labels[row]]

    def image(self, row: int) -> np.ndarray:
        return open_image(self.images[self.ids[row].decode()], self.where(row))


@dataclass
class Boxes:
    """Stage one: a sample is a box of the annotations, whose area is within the choice's."""

    table: Table

    def __len__(self) -> int:
        return len(self.table.lines)

    def read(self, row: int) -> Photo:
        image = self.table.image(row)
        height, width = image.shape[:2]
        x0, x1, y0, y1 = self.table.boxes[4 * row : 4 * row + 4]
        left, top = min(int(x0 * width), width - 1), min(int(y0 * height), height - 1)
        box = left, top, max(left + 1, round(x1 * width)), max(top + 1, round(y1 * height))
        return Photo(image, None, box, self.table.where(row), self.table.label(row))


@dataclass
class Segmentations:
    """Stage two: a sample is a mask of the annotations; its box is the mask's own."""

    table: Table
    files: dict[str, Path]

    def __len__(self) -> int:
        return len(self.table.lines)

    def read(self, row: int) -> Photo:
        image, where = self.table.image(row), self.table.where(row)
        mask = open_mask(self.files[self.table.masks[row]], where, image.shape[:2])
        return Photo(image, mask, mask_box(mask), where, self.table.label(row))


def open_boxes(folder: Path, split: str = "test", choice: Choice | None = None) -> Boxes:
    """Reads the boxes of a split. @raises DataError naming the file and line of the first bad row"""
    choice = choice or Choice()
    file = annotations(folder, split, "annotations-bbox.csv")
    table = Table(file, image_files(folder, split))

    def keep(row: dict[str, str]) -> bool:
        x0, x1, y0, y1 = box_of(row, "")
        covered = (x1 - x0) * (y1 - y0)
        return choice.area[0] <= covered <= choice.area[1] and (choice.groups or row["IsGroupOf"] != "1")

    fill(table, BOX_COLUMNS, class_names(folder), choice, keep)
    return Boxes(table)


def open_segmentations(folder: Path, split: str = "test", choice: Choice | None = None) -> Segmentations:
    """Reads the masks of a split. @raises DataError naming the file and line of the first bad row"""
    choice = choice or Choice()
    file = annotations(folder, split, "annotations-object-segmentation.csv")
    table, masks = Table(file, image_files(folder, split)), mask_files(folder, split)

    def keep(row: dict[str, str]) -> bool:
        box_of(row, "Box")
        if row["MaskPath"] not in masks:
            raise DataError(f"expected the mask {row['MaskPath']} below {folder}, got no such file")
        return True

    fill(table, MASK_COLUMNS, class_names(folder), choice, keep)
    return Segmentations(table, masks)


def fill(
    table: Table,
    columns: tuple[str, ...],
    classes: dict[str, str],
    choice: Choice,
    keep: Callable[[dict[str, str]], bool],
) -> None:
    """Reads a CSV file into its table: rows of the chosen classes that `keep` keeps."""
    wanted = chosen_labels(classes, choice.classes)
    numbers: dict[str, int] = {}
    prefix = "Box" if "MaskPath" in columns else ""
    for line, row in rows_of(table.file, columns):
        label = row["LabelName"]
        if wanted is not None and label not in wanted:
            table.left_out += 1
            continue
        try:
            check_row(row, table.images, classes)
            kept = keep(row)
        except DataError as cause:
            sentence = f"{table.file}, line {line}: {cause}"
            if not choice.skip_bad:
                raise DataError(sentence) from None
            table.bad.append(sentence)
            continue
        if not kept:
            table.left_out += 1
            continue
        table.ids.append(row["ImageID"].encode())
        table.lines.append(line)
        table.boxes.extend(box_of(row, prefix))
        table.labels.append(numbers.setdefault(label, len(numbers)))
        if prefix:
            table.masks.append(row["MaskPath"])
    table.names = [classes.get(label, label) for label in numbers]
    if not table.lines:
        raise DataError(
            f"{table.file}: expected rows that can be samples, got none "
            f"({table.left_out} left out by the choice, {len(table.bad)} bad{first(table.bad)})"
        )


def first(bad: list[str]) -> str:
    return f", the first: {bad[0]}" if bad else ""


def rows_of(file: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number (the header's is 1) and fields of each row."""
    with file.open(newline="", encoding="utf-8") as text:
        reader = csv.reader(text)
        header = next(reader, [])
        missing = [c for c in columns if c not in header]
        if missing:
            raise DataError(f"{file}, line 1: expected a column {missing[0]}, got {','.join(header)!r}")
        places = [(c, header.index(c)) for c in columns]
        for fields in filter(None, reader):
            if len(fields) < len(header):
                raise DataError(
                    f"{file}, line {reader.line_num}: expected {len(header)} fields, got {len(fields)}"
                )
            yield reader.line_num, {c: fields[i] for c, i in places}


def check_row(row: dict[str, str], images: dict[str, Path], classes: dict[str, str]) -> None:
    """@raises DataError for a photograph that is not there, or a label that class-descriptions lacks"""
    if row["ImageID"] not in images:
        raise DataError(f"expected the photograph {row['ImageID']}.jpg, got no such file")
    if classes and row["LabelName"] not in classes:
        raise DataError(f"LabelName: expected a label of class-descriptions, got {row['LabelName']!r}")


def box_of(row: dict[str, str], prefix: str) -> tuple[float, float, float, float]:
    """(x0, x1, y0, y1) as shares of the photograph. @raises DataError for a box outside it or without area"""
    values = []
    for side in ("X", "Y"):
        names = f"{prefix}{side}Min", f"{prefix}{side}Max"
        texts = [row[n] for n in names]
        try:
            low, high = (float(t) for t in texts)
        except ValueError:
            raise DataError(f"{names[0]}, {names[1]}: expected numbers, got {', '.join(texts)!r}") from None
        if not 0 <= low < high <= 1:
            raise DataError(
                f"{names[0]}, {names[1]}: expected 0 <= {names[0]} < {names[1]} <= 1, "
                f"got {', '.join(texts)} (a box outside the photograph?)"
            )
        values += [low, high]
    return values[0], values[1], values[2], values[3]


def annotations(folder: Path, split: str, ending: str) -> Path:
    """The CSV file of a split, whatever its edition is called."""
    found = sorted(p for p in folder.glob(f"*{split}-{ending}") if p.is_file())
    if not found:
        raise DataError(
            f"{folder / f'{split}-{ending}'}: expected this file of Open Images, got no such file"
        )
    return found[-1]


def class_names(folder: Path) -> dict[str, str]:
    """Label (/m/…) to name of class-descriptions; empty without the file."""
    found = sorted(folder.glob("*class-descriptions*.csv"))
    if not found:
        return {}
    with found[-1].open(newline="", encoding="utf-8") as text:
        rows = [r for r in csv.reader(text) if len(r) >= 2]
    return {r[0]: r[1] for r in rows if r[0] != "LabelName"}


def chosen_labels(classes: dict[str, str], names: tuple[str, ...]) -> set[str] | None:
    """Labels of the chosen names; None for all. @raises DataError for a name that no class has"""
    if not names:
        return None
    if not classes:
        raise DataError("classes: expected class-descriptions-boxable.csv beside the boxes, got no such file")
    unknown = [n for n in names if n not in classes.values()]
    if unknown:
        raise DataError(f"classes: expected names of class-descriptions, got {unknown[0]!r}")
    return {label for label, name in classes.items() if name in names}


def image_files(folder: Path, split: str) -> dict[str, Path]:
    """ImageID to its file, from the first folder that is there."""
    tried = [folder / split, folder / "images" / split, folder / "images"]
    for place in tried:
        if place.is_dir():
            files = (Path(e.path) for e in os.scandir(place) if e.is_file())
            found = {p.stem: p for p in files if p.suffix.lower() in IMAGE_ENDINGS}
            if found:
                return found
    raise DataError(f"{tried[0]}: expected a folder of photographs, got none (nor images/{split}, images)")


def mask_files(folder: Path, split: str) -> dict[str, Path]:
    """MaskPath to its file, from every folder of masks."""
    places = [p for p in (*sorted(folder.glob(f"{split}-masks*")), folder / "masks") if p.is_dir()]
    found = {p.name: p for place in places for p in place.rglob("*.png")}
    if not found:
        raise DataError(f"{folder / f'{split}-masks'}: expected a folder of masks, got none (nor masks)")
    return found
