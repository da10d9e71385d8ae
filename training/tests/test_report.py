"""Intervals and means."""

from __future__ import annotations

import numpy as np

from elite_training.evaluate import Case
from elite_training.report import concept_means, interval
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
