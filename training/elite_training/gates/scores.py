"""Scores of pictures by row, as drawn here or read from the product's report, and means over concepts."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

Key = tuple[str, str, str]
"""Subject, prompt and seed."""


@dataclass
class Scores:
    """Values by row, metric and picture; a metric that was not measured of a picture is absent."""

    rows: dict[str, dict[str, dict[Key, float]]]

    def has(self, row: str, *metrics: str) -> bool:
        """Whether a row has pictures with all of these metrics."""
        return all(self.rows.get(row, {}).get(m) for m in metrics)

    def means(self, row: str, metric: str) -> np.ndarray:
        """Mean of each concept [concepts], in the order of their names."""
        return by_subject(self.rows[row][metric])

    def difference(self, a: str, b: str, metric: str) -> np.ndarray:
        """Mean of row a minus row b of each concept [concepts], over the pictures that both have."""
        one, other = self.rows[a][metric], self.rows[b][metric]
        return by_subject({k: one[k] - other[k] for k in one if k in other})


def by_subject(values: dict[Key, float]) -> np.ndarray:
    """Mean of each subject, in the order of their names."""
    names = sorted({k[0] for k in values})
    return np.array([np.mean([v for k, v in values.items() if k[0] == name]) for name in names])


def read_scores(folder: Path) -> Scores:
    """The scores of a report of the product: its scores.csv."""
    file = folder / "scores.csv"
    if not file.is_file():
        raise FileNotFoundError(f"{file}: expected the scores of a report, got no such file")
    rows: dict[str, dict[str, dict[Key, float]]] = {}
    with file.open(newline="") as lines:
        for line in csv.DictReader(lines):
            values = {k.split("@")[0]: v for k, v in line.items() if k is not None}
            key = (values.pop("subject", ""), values.pop("prompt", ""), values.pop("seed", ""))
            row = rows.setdefault(values.pop("row", ""), {})
            for metric, text in values.items():
                number = as_number(text)
                if number is not None:
                    row.setdefault(metric, {})[key] = number
    return Scores(rows)


def as_number(text: str | None) -> float | None:
    """A cell's finite number, if it holds one."""
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if np.isfinite(value) else None


def read_summary(folder: Path) -> dict:
    """summary.json of a report, empty when it is not there."""
    file = folder / "summary.json"
    return json.loads(file.read_text()) if file.is_file() else {}
