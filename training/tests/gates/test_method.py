"""The gates of the method on scores made by hand: each passes what it should and can fail."""

from __future__ import annotations

import pytest

from elite_training.gates.measure import Measure
from elite_training.gates.method import g3, g4, g5, g6, g7, g8, rank_correlation
from elite_training.gates.scores import Scores

CONCEPTS = ("bat", "cow", "wolf")


def scores(rows: dict[str, dict[str, float]]) -> Scores:
    """Three concepts and two prompts each with the same values, but for a tilt that rows share."""
    keys = [(c, p, "0") for c in CONCEPTS for p in ("a", "b")]
    tilt = {k: 0.01 * i for i, k in enumerate(keys)}
    return Scores(
        {r: {m: {k: v + tilt[k] for k in keys} for m, v in values.items()} for r, values in rows.items()}
    )


def met(measures: list[Measure]) -> list[bool | None]:
    return [m.met for m in measures]


def table1(**changes: float) -> Scores:
    values = {"text": 0.1, "w0": 0.3, "v": 0.4, "clip_w0": 0.30, "clip_v": 0.2, "attributes": 0.85} | changes
    return scores({
        "text-only": {"id_i": values["text"], "clip_t": 0.31, "attributes": 0.86},
        "w0": {"id_i": values["w0"], "clip_t": values["clip_w0"], "attributes": values["attributes"]},
        "v": {"id_i": values["v"], "clip_t": values["clip_v"], "attributes": 0.2},
    })  # fmt: skip


def test_g3_wants_the_order_of_table_1() -> None:
    assert met(g3(table1())) == [True] * 5
    assert met(g3(table1(text=0.25))) == [False, True, True, True, True]
    assert met(g3(table1(clip_w0=0.25))) == [True, False, True, True, True]
    assert met(g3(table1(attributes=0.8))) == [True, True, False, True, True]
    assert met(g3(table1(v=0.2))) == [True, True, True, False, True]
    assert met(g3(table1(clip_v=0.3))) == [True, True, True, True, False]


def test_g4_wants_likeness_for_little_of_the_edit() -> None:
    def found(**full: float) -> list[bool | None]:
        values = {"r1": 0.4, "aligned_ncc": 0.5, "attributes": 0.8} | full
        return met(g4(scores({"w0": {"r1": 0.2, "aligned_ncc": 0.4, "attributes": 0.82}, "full": values})))

    assert found() == [True] * 3
    assert found(r1=0.3) == [False, True, True]
    assert found(aligned_ncc=0.4) == [True, False, True]
    assert found(attributes=0.7) == [True, True, False]


def sweep(likeness: list[float], text: list[float]) -> Scores:
    return scores({
        f"lambda-{0.2 * k:g}": {"id_i": a, "clip_t": b}
        for k, (a, b) in enumerate(zip(likeness, text, strict=True))
    })  # fmt: skip


def test_g5_wants_a_rise_a_plateau_and_the_identity() -> None:
    rise, plateau = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7], [0.3, 0.3, 0.3, 0.3, 0.28, 0.27, 0.26]
    assert met(g5(sweep(rise, plateau), True)) == [True] * 4
    assert met(g5(sweep(rise, plateau), False)) == [False, True, True, True]
    assert met(g5(sweep(rise[::-1], plateau), True)) == [True, False, True, True]
    assert met(g5(sweep(rise, [0.3, 0.28, 0.27, 0.26, 0.25, 0.24, 0.23]), True)) == [True, True, False, True]
    assert met(g5(sweep(rise, [0.3] * 7), True)) == [True, True, True, False]


def test_g5_without_rows_measures_nothing() -> None:
    assert met(g5(Scores({}), None)) == [None, None]
    assert g5(Scores({}), False)[0].met is False


def test_g6_wants_the_thing_in_w0_and_the_place_elsewhere() -> None:
    def words(first: float, place: float) -> Scores:
        others = {f"plain-w{k}": {"id_i": 0.1 * k, "reference_place": 0.3} for k in range(1, 5)}
        return scores({"plain-w0": {"id_i": first, "reference_place": place}} | others)

    assert met(g6(words(0.5, 0.1))) == [True, True]
    assert met(g6(words(0.35, 0.1))) == [False, True]
    assert met(g6(words(0.5, 0.4))) == [True, False]


def test_g7_wants_the_gate_on_the_subject() -> None:
    assert met(g7(scores({"full": {"gate_iou": 0.45}}))) == [True]
    assert met(g7(scores({"full": {"gate_iou": 0.2}}))) == [False]
    assert met(g7(scores({"full": {"gate_iou": 0.2, "gate_half_iou": 0.5}}))) == [False, True]
    assert met(g7(Scores({}))) == [None]


def test_g8_reads_the_report_and_says_when_there_is_none() -> None:
    assert met(g8({})) == [None, None]
    assert met(g8({"golden": {"latents_difference": 2e-4, "same_seed_same_picture": True}})) == [True, True]
    assert met(g8({"golden": {"latents_difference": 2e-3, "same_seed_same_picture": False}})) == [False] * 2


def test_rank_correlation_looks_at_order_alone() -> None:
    assert rank_correlation([1, 2, 3, 4], [0, 1, 10, 1000]) == pytest.approx(1)
    assert rank_correlation([1, 2, 3, 4], [4, 3, 2, 1]) == pytest.approx(-1)
    assert rank_correlation([1, 2, 3, 4], [1, 1, 1, 1]) == 0
    assert rank_correlation([1, 2, 3, 4, 5], [1, 2, 3, 5, 4]) == pytest.approx(0.9)
