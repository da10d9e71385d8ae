"""Open Images' published layout, and what is wrong with it sometimes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from elite_training.data.openimages import Choice, open_boxes, open_segmentations
from elite_training.data.photos import DataError, mask_box
from elite_training.paper.stand_in import picture

BOXES = "test-annotations-bbox.csv"
MASKS = "test-annotations-object-segmentation.csv"


def changed(folder: Path, file: str, line: int, **values: object) -> None:
    """Overwrites fields of a line (the header is line 1)."""
    lines = (folder / file).read_text().splitlines()
    names, fields = lines[0].split(","), lines[line - 1].split(",")
    for name, value in values.items():
        fields[names.index(name)] = str(value)
    lines[line - 1] = ",".join(fields)
    (folder / file).write_text("\n".join(lines) + "\n")


def test_a_box_is_that_of_the_row_and_has_its_classs_name(published: Path) -> None:
    boxes = open_boxes(published)
    assert len(boxes) == 6
    for row in range(6):
        photo = boxes.read(row)
        assert photo.image.shape == (180, 220, 3) and photo.mask is None
        assert np.abs(np.subtract(photo.box, mask_box(picture(row, (180, 220))[1]))).max() <= 1
        assert photo.where == f"{published / BOXES}, line {row + 2}"
        assert photo.label == ["Dog", "Cat", "Toy"][row % 3]


def test_a_segmentation_has_a_mask_of_the_photographs_size_and_its_box(published: Path) -> None:
    segmentations = open_segmentations(published)
    assert len(segmentations) == 6
    photo, truth = segmentations.read(4), picture(4, (180, 220))[1]
    assert (photo.mask != truth).mean() < 0.02
    assert photo.box == mask_box(photo.mask)
    assert photo.where == f"{published / MASKS}, line 6"


def test_boxes_that_are_too_small_or_too_large_are_left_out(copied: Path) -> None:
    changed(copied, BOXES, 2, XMin=0.1, XMax=0.2, YMin=0.1, YMax=0.25)
    changed(copied, BOXES, 3, XMin=0, XMax=1, YMin=0.1, YMax=0.95)
    boxes = open_boxes(copied)
    assert (len(boxes), boxes.table.left_out) == (4, 2)
    assert boxes.read(0).where.endswith("line 4")


def test_group_boxes_are_kept_unless_told_otherwise(published: Path) -> None:
    assert len(open_boxes(published, choice=Choice(groups=False))) == 5


def test_classes_are_chosen_by_name(published: Path) -> None:
    assert len(open_boxes(published, choice=Choice(classes=("Cat", "Toy")))) == 4
    with pytest.raises(DataError, match=r"^classes: expected names of class-descriptions, got 'Wolf'$"):
        open_boxes(published, choice=Choice(classes=("Cat", "Wolf")))


BAD = {
    "a photograph that is not there": (
        {"ImageID": "beef"},
        "expected the photograph beef.jpg, got no such",
    ),
    "a box outside": (
        {"XMax": 1.2},
        r"XMin, XMax: expected 0 <= XMin < XMax <= 1, got .*1\.2 \(a box outside the photograph\?\)",
    ),
    "a box without area": ({"YMin": 0.5, "YMax": 0.5}, r"YMin, YMax: expected .* got 0\.5, 0\.5"),
    "no number": ({"YMax": "high"}, "YMin, YMax: expected numbers, got '.*high'"),
    "a class that is not described": ({"LabelName": "/m/x"}, "LabelName: expected a label of .* got '/m/x'"),
}


@pytest.mark.parametrize(("values", "sentence"), BAD.values(), ids=BAD)
def test_a_bad_row_is_one_sentence_with_file_and_line(copied: Path, values: dict, sentence: str) -> None:
    changed(copied, BOXES, 5, **values)
    with pytest.raises(DataError, match=f"{BOXES}, line 5: {sentence}") as caught:
        open_boxes(copied)
    assert "\n" not in str(caught.value)
    boxes = open_boxes(copied, choice=Choice(skip_bad=True))
    assert len(boxes) == 5 and boxes.table.bad == [str(caught.value)]


def test_a_row_that_ends_too_early_is_refused(copied: Path) -> None:
    with (copied / BOXES).open("a") as file:
        file.write("0000000000000001,xclick\n")
    with pytest.raises(DataError, match=f"{BOXES}, line 8: expected 13 fields, got 2"):
        open_boxes(copied)


def test_a_file_of_another_kind_is_refused(copied: Path) -> None:
    (copied / BOXES).write_text("ImageID,LabelName\n")
    with pytest.raises(DataError, match=f"{BOXES}, line 1: expected a column XMin, got 'ImageID,LabelName'"):
        open_boxes(copied)


def test_an_empty_mask_and_a_missing_one_are_sentences_with_file_and_line(copied: Path) -> None:
    files = sorted((copied / "test-masks").iterdir())
    Image.new("1", (110, 90)).save(files[1])
    segmentations = open_segmentations(copied)
    with pytest.raises(DataError, match=rf"{MASKS}, line 3: expected some pixels .*{files[1].name}, got"):
        segmentations.read(1)
    files[2].unlink()
    with pytest.raises(DataError, match=rf"{MASKS}, line 4: expected the mask {files[2].name} below"):
        open_segmentations(copied)


def test_the_names_of_other_editions_and_places_are_found(copied: Path) -> None:
    (copied / BOXES).rename(copied / "oidv6-train-annotations-bbox.csv")
    (copied / "images").mkdir()
    (copied / "test").rename(copied / "images" / "train")
    assert len(open_boxes(copied, "train")) == 6
    with pytest.raises(DataError, match="test-annotations-bbox.csv: expected this file of Open Images"):
        open_boxes(copied)
