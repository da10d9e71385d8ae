"""Cases of the evaluation and what a score means."""

from __future__ import annotations

import numpy as np
import pytest

from elite_training.evaluate import blind_hits, cases, chosen, hits
from elite_training.world.scene import parse
from elite_training.world.stream import World


def test_answers_that_follow_the_most_frequent_kind_score_no_more_than_by_chance() -> None:
    wanted = ["animal"] * 6 + ["food"] * 3 + ["tool"]
    always = ["animal"] * 10
    assert hits(always, wanted).mean() == pytest.approx(blind_hits(always, wanted).mean())
    assert blind_hits(always, wanted).tolist() == pytest.approx([0.6] * 10)


def test_right_answers_are_above_their_own_chance() -> None:
    wanted = ["animal"] * 6 + ["food"] * 3 + ["tool"]
    assert hits(wanted, wanted).mean() == 1
    assert blind_hits(wanted, wanted).mean() == pytest.approx(0.36 + 0.09 + 0.01)
    assert blind_hits(["device"] * 10, wanted).sum() == 0


def test_blind_hits_are_the_mean_over_all_pairings_of_answers_and_cases() -> None:
    rng = np.random.default_rng(8)
    wanted, answers = (list(rng.choice(["a", "b", "c"], 30)) for _ in range(2))
    every = np.mean([hits([a] * 30, wanted).mean() for a in answers])
    assert blind_hits(answers, wanted).mean() == pytest.approx(every)


def test_a_case_asks_for_what_its_prompt_tells(test_world: World) -> None:
    count = 12
    places = [test_world.reference(i, 32)[2].place for i in chosen(test_world, count)]
    work = cases(test_world, places, count)
    assert len(work) == 5 * count and len({c.seed for c in work}) == len(work)
    for case in work:
        told = parse(case.prompt)
        if case.kind == "place":
            assert told.place == case.scene.place != places[case.identity]
        if case.kind == "colour":
            assert told.colour == case.scene.colour
