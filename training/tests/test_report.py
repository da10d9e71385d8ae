"""Intervals and means."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from elite_training.evaluate import METRICS, ROWS, TRUTHS, Case, Drawn, blind_hits, hits
from elite_training.report import concept_means, interval, summary, table
from elite_training.sample import Settings
from elite_training.world.scene import Scene


def test_means_are_taken_over_concepts_and_kinds() -> None:
    work = [Case(i, kind, "", Scene(i), 0) for i in (0, 1) for kind in ("photo", "place", "colour")]
    values = np.array([1, 0, 9, 1, 1, 9], float)
    assert concept_means(work, values, ("photo", "place")).tolist() == [0.5, 1.0]


def test_equal_concepts_have_no_width_and_the_mean_lies_inside() -> None:
    assert interval(np.full(20, 0.25)) == {"value": 0.25, "low": 0.25, "high": 0.25}
    means = np.random.default_rng(3).random(40)
    found = interval(means)
    assert found["low"] < found["value"] < found["high"]
    assert found == interval(means)


def test_the_interval_is_about_two_standard_errors_each_side() -> None:
    means = np.random.default_rng(4).normal(0, 1, 200)
    found = interval(means)
    error = means.std() / 200**0.5
    assert abs((found["high"] - found["low"]) / (2 * 1.96 * error) - 1) < 0.05


def test_a_kind_that_all_pictures_share_is_not_above_its_chance() -> None:
    kinds = ["animal", "animal", "food", "tool"]
    work = [Case(i, kind, "", Scene(i), 0) for i in range(4) for kind in ("photo", "place", "colour")]
    wanted = [kinds[c.identity] for c in work]

    def scores(answers: list[str]) -> dict[str, np.ndarray]:
        found = {"category": hits(answers, wanted), "category_blind": blind_hits(answers, wanted)}
        return {m: found.get(m, np.zeros(len(work))) for m in METRICS}

    rows = {row: scores(["animal"] * len(work)) for row in (*ROWS, *TRUTHS)} | {"true": scores(wanted)}
    world = SimpleNamespace(split="val", concepts=[0] * 4, category=lambda i: kinds[i])
    report = summary(world, Drawn(work, {"photograph": [0] * 4}, rows, {}), Settings(2, 3.0), "nano")
    assert report["rows"]["w0"]["category"]["value"] == report["rows"]["w0"]["category_blind"]["value"] == 0.5
    assert report["category_above_blind"]["w0"]["value"] == 0
    assert report["category_above_blind"]["true"]["value"] == 1 - (0.25 + 0.0625 + 0.0625)
    assert (report["split"], report["guidance"]) == ("val", 3.0)
    assert "| category by chance |" in table(report) and "| 50.0 % |" in table(report)
