"""Scores of a report, and means over concepts."""

from __future__ import annotations

from pathlib import Path

import pytest

from elite_training.gates.scores import Scores, read_scores, read_summary

CSV = """run,row,subject,prompt,kind,seed,scored_text,clip_t@tiny-clip,id_i@tiny-id,hits
a,w0,bat,place-beach,place,0,"a bat, on the beach",0.25,0.5,place:1
a,w0,bat,place-snow,place,0,a bat,0.35,0.1,place:0
a,w0,cow,place-snow,place,0,a cow,0.2,,place:0
a,full,bat,place-snow,place,0,a bat,0.3,0.3,place:0
a,full,cow,place-snow,place,0,a cow,nan,0.9,place:0
"""


def test_the_judges_names_and_empty_cells_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "scores.csv").write_text(CSV)
    found = read_scores(tmp_path)
    assert found.means("w0", "clip_t").tolist() == pytest.approx([0.3, 0.2])
    assert found.means("w0", "id_i").tolist() == pytest.approx([0.3])
    assert found.has("full", "id_i", "clip_t") and not found.has("v", "id_i")
    assert not found.has("w0", "attributes")


def test_differences_are_of_pictures_that_both_rows_have(tmp_path: Path) -> None:
    (tmp_path / "scores.csv").write_text(CSV)
    assert read_scores(tmp_path).difference("full", "w0", "id_i").tolist() == pytest.approx([0.2])


def test_concepts_count_alike_however_many_pictures_they_have() -> None:
    keys = [("a", "p", "0"), ("a", "q", "0"), ("b", "p", "0")]
    values = dict(zip(keys, (0.0, 1.0, 0.2), strict=True))
    assert Scores({"w0": {"r1": values}}).means("w0", "r1").tolist() == pytest.approx([0.5, 0.2])


def test_a_folder_without_scores_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="expected the scores of a report"):
        read_scores(tmp_path)
    assert read_summary(tmp_path) == {}
