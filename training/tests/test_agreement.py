"""Scores of the product beside those of PyTorch."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from PIL import Image
from safetensors.torch import save_file
from torch import Tensor

from elite_training.agreement import agreement, table
from elite_training.models.evaluators import HEADS

COLOURS = {"hen": (200, 10, 20), "jug": (15, 20, 180)}


@dataclass
class Colours:
    """Judges that see the mean colour alone."""

    def seen(self, pictures: Tensor) -> Tensor:
        return F.normalize(pictures.float().mean((2, 3)), dim=-1)

    image_embeddings = seen

    def text_embeddings(self, texts: list[str]) -> Tensor:
        return F.normalize(
            torch.tensor([[float("red" in t), 0.0, float("blue" in t)] for t in texts]), dim=-1
        )

    def labels(self, pictures: Tensor) -> dict[str, Tensor]:
        reds = pictures.float().mean((2, 3))[:, 0]
        logits = {k: torch.zeros(len(pictures), n) for k, n in HEADS.items()}
        logits["colour"][:, 0] = reds
        logits["colour"][:, 8] = 150.0  # "none" is no answer where a colour is asked
        return logits


def picture(path: Path, colour: tuple[int, int, int]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (8, 8), colour).save(path)


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """A data set of two subjects, and a run of one prompt that drew each as its photograph is."""
    bench, run = tmp_path / "bench", tmp_path / "run"
    for name, colour in COLOURS.items():
        picture(bench / f"{name}.png", colour)
        picture(run / "images" / "w0" / name / "red" / "0.png", colour)
    facts = {
        "subjects": [{"id": name, "photo": f"{name}.png"} for name in COLOURS],
        "prompts": [{"id": "red", "asks": {"colour": 0}}],
        "gallery": "gallery.safetensors",
    }
    (bench / "subjects.json").write_text(json.dumps(facts))
    own = F.normalize(torch.tensor(list(COLOURS.values())).float(), dim=-1)
    save_file({"own": own}, str(bench / "gallery.safetensors"))
    return bench, run


def write_scores(run: Path, changed: dict[str, float]) -> None:
    lines = []
    for name, colour in COLOURS.items():
        red = colour[0] / float(np.linalg.norm(colour))
        values = {"clip_t@x": red, "clip_i_mean@x": 1, "id_i@x": 1, "r1@x": 1, "attributes@x": 1.0, **changed}
        lines.append(
            {"row": "w0", "subject": name, "prompt": "red", "seed": 0, "scored_text": "a red hen", **values}
        )
    lines.append({**lines[0], "row": "text-only", "subject": "shared"})  # its picture is another subject's
    with (run / "scores.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)


def test_equal_scores_agree(folders: tuple[Path, Path]) -> None:
    bench, run = folders
    write_scores(run, {})
    found = agreement(Colours(), bench, run)
    assert all(each.holds for each in found), table(found)
    assert {each.pictures for each in found} == {2}


@pytest.mark.parametrize("metric", ["clip_t", "clip_i_mean", "id_i", "r1", "attributes"])
def test_a_wrong_score_is_told(folders: tuple[Path, Path], metric: str) -> None:
    bench, run = folders
    write_scores(run, {f"{metric}@x": 0.25})
    assert [each.metric for each in agreement(Colours(), bench, run) if not each.holds] == [metric]


def test_a_run_without_pictures_is_refused(folders: tuple[Path, Path]) -> None:
    bench, run = folders
    write_scores(run, {})
    for file in run.rglob("*.png"):
        file.unlink()
    with pytest.raises(ValueError, match="expected pictures that were drawn, got none"):
        agreement(Colours(), bench, run)
