"""Whether the product's scores agree with PyTorch: its pictures, judged once more by the same networks."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from safetensors.torch import load_file
from torch import Tensor

from .gates.lab import Eyes
from .models.evaluators import NAMES

TOLERANCES = {"clip_t": 5e-3, "clip_i_mean": 5e-3, "id_i": 1e-4, "r1": 0.0, "attributes": 0.0}
"""Largest difference of a picture: torch and Pillow may round a resized pixel to another byte."""
MEAN_TOLERANCE = 1e-3
"""Largest difference of the means over all pictures."""


@dataclass(frozen=True)
class Agreement:
    """One metric over the same pictures."""

    metric: str
    pictures: int
    product: float
    """Mean as the product has it."""
    pytorch: float
    largest: float
    """Largest difference of a picture."""

    @property
    def holds(self) -> bool:
        means = abs(self.product - self.pytorch) <= MEAN_TOLERANCE
        return self.pictures > 0 and means and self.largest <= TOLERANCES[self.metric]


def agreement(eyes: Eyes, bench: Path, run: Path) -> list[Agreement]:
    """
    Compares the scores of a run's pictures with the judges' here: all that the run drew and keeps a file of.
    True renders have references of their own, and rows without the subject share pictures between subjects.
    """
    facts = json.loads((bench / "subjects.json").read_text())
    drawn = [line for line in scored_lines(run) if line["row"] != "truth"]
    lines = [line for line in drawn if (run / "images" / path_of(line)).is_file()]
    if not lines:
        raise ValueError(f"{run}: expected pictures that were drawn, got none")
    pictures = torch.cat([picture(run / "images" / path_of(line)) for line in lines])
    found = judged(eyes, bench, facts, lines, pictures)
    out = []
    for metric in TOLERANCES:
        pairs = [
            (float(line[metric]), value)
            for line, value in zip(lines, found[metric], strict=True)
            if line.get(metric) and value is not None
        ]
        product, pytorch = np.array(pairs, dtype=np.float64).reshape(-1, 2).T
        largest = float(np.abs(product - pytorch).max(initial=0))
        out.append(Agreement(metric, len(pairs), float(product.mean()), float(pytorch.mean()), largest))
    return out


def scored_lines(run: Path) -> list[dict[str, str]]:
    """The lines of scores.csv, the judge's name taken from the metric's."""
    with (run / "scores.csv").open(newline="") as file:
        return [{k.split("@")[0]: v for k, v in line.items()} for line in csv.DictReader(file)]


def path_of(line: dict[str, str]) -> str:
    """Where a run keeps the picture of a line, below its folder of images."""
    return f"{line['row']}/{line['subject']}/{line['prompt']}/{line['seed']}.png"


def picture(path: Path) -> Tensor:
    """A file as uint8 [1, 3, H, W]."""
    return torch.from_numpy(np.array(Image.open(path).convert("RGB"))).permute(2, 0, 1)[None]


@torch.no_grad()
def judged(
    eyes: Eyes, bench: Path, facts: dict, lines: list[dict[str, str]], pictures: Tensor
) -> dict[str, list[float | None]]:
    """Every metric of every picture."""
    ids = [s["id"] for s in facts["subjects"]]
    photos = torch.cat([picture(bench / s["photo"]) for s in facts["subjects"]])
    own = torch.tensor([ids.index(line["subject"]) for line in lines])
    texts = sorted({line["scored_text"] for line in lines} - {""})
    text = eyes.text_embeddings(texts)
    image, identity = eyes.image_embeddings(pictures), eyes.seen(pictures)
    prototypes = load_file(str(bench / facts["gallery"]))["own"].float()
    nearest = (identity @ prototypes.T).argmax(1)
    return {
        "clip_t": [
            float(image[i] @ text[texts.index(line["scored_text"])]) if line["scored_text"] else None
            for i, line in enumerate(lines)
        ],
        "clip_i_mean": (image * eyes.image_embeddings(photos)[own]).sum(1).tolist(),
        "id_i": (identity * eyes.seen(photos)[own]).sum(1).tolist(),
        "r1": (nearest == own).double().tolist(),
        "attributes": answers(eyes, facts, lines, pictures),
    }


def answers(eyes: Eyes, facts: dict, lines: list[dict[str, str]], pictures: Tensor) -> list[float | None]:
    """The share of what a prompt asks that the label judge sees; none and plain grounds only where asked."""
    asks = {p["id"]: p["asks"] for p in facts["prompts"]}
    logits = eyes.labels(pictures)
    free = {head: [k for k, name in enumerate(names) if is_answer(name)] for head, names in NAMES.items()}
    out: list[float | None] = []
    for i, line in enumerate(lines):
        hits = []
        for head, asked in asks.get(line["prompt"], {}).items():
            allowed = sorted({*free[head], asked})
            hits.append(allowed[int(logits[head][i][allowed].argmax())] == asked)
        out.append(float(np.mean(hits)) if hits else None)
    return out


def is_answer(name: str) -> bool:
    """Whether a class names something: neither none nor a plain ground."""
    return name != "none" and not name.startswith("plain ")


def table(found: list[Agreement]) -> str:
    """A line a metric."""
    head = "| metric | pictures | product | PyTorch | largest difference |\n|---|---|---|---|---|"
    rows = [
        f"| {a.metric} | {a.pictures} | {a.product:.4f} | {a.pytorch:.4f} | {a.largest:.1e} |" for a in found
    ]
    return "\n".join([head, *rows])
