"""The part of the benchmark that the gates draw."""

from __future__ import annotations

from elite_training.gates.bench import Case, part_of, sentence
from elite_training.gates.lab import Lab
from elite_training.tinybench import own_colour, prompts, subjects
from elite_training.world.stream import World


def test_a_part_of_the_benchmark_takes_kinds_in_turn(few_test: World) -> None:
    work = part_of(few_test, 5)
    assert len(work) == 100 and len({c.seed for c in work}) == 100
    assert {c.prompt.kind for c in work[:5]} == {"place", "colour", "outfit", "style", "mixed"}
    assert len({c.prompt.id for c in work if c.prompt.kind == "place"}) > 5
    assert len(part_of(few_test, 25)) == 500


def test_text_alone_names_colour_and_kind_but_for_an_asked_colour(lab: Lab) -> None:
    wolf = subjects(lab.world)[0]
    colour = own_colour(lab.world.sprites[wolf.identity])
    beach, purple = (next(p for p in prompts() if p.id == i) for i in ("place-beach", "colour-purple"))
    assert sentence(lab, Case(0, beach, 1), "text-only") == f"a photo of a {colour} animal on the beach"
    assert sentence(lab, Case(0, purple, 1), "text-only") == "a photo of a purple animal"
    assert sentence(lab, Case(0, purple, 1), "full") == "a photo of a purple S*"
