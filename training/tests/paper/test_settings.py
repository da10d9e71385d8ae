"""Named settings say what paper and released code say."""

from __future__ import annotations

import pytest

from elite_training.paper.settings import CONFIGS, accumulation, simple_fields


@pytest.mark.parametrize(
    ("name", "stage", "batch", "rate", "regulariser"),
    [
        ("paper", "global", 16, 1e-6, 0.01), ("released", "global", 64, 6.4e-5, 0.01),
        ("paper", "local", 8, 1e-5, 1e-4), ("released", "local", 32, 3.2e-4, 1e-4),
    ],
)  # fmt: skip
def test_the_four_configs(name: str, stage: str, batch: int, rate: float, regulariser: float) -> None:
    s = CONFIGS[name, stage]
    assert (s.batch, s.rate, s.regulariser) == (batch, rate, regulariser)
    assert s.updates == (70_000 if stage == "global" else 65_000)
    assert (s.weight_decay, s.betas, s.epsilon, s.clip, s.ema) == (0.01, (0.9, 0.999), 1e-8, 1.0, 0)
    assert len(set(s.templates)) == 27
    assert s.padding == ((10, 10) if stage == "global" else (10, 19))
    assert accumulation(s, 4) == {16: 1, 64: 4, 8: 1, 32: 4}[batch]


def test_a_batch_that_does_not_divide_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^batch: expected a multiple of .* \(4 × 3\), got 16$"):
        accumulation(CONFIGS["paper", "global"], 3)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"rate": 0}, "rate: expected a number above 0, got 0"),
        ({"ema": 1.0}, "ema: expected 0 or a decay below 1, got 1.0"),
        ({"precision": "fp8"}, "precision: expected one of no, bf16, fp16, got 'fp8'"),
        ({"templates": ("a photo",)}, "templates: expected one S as a word of its own, got 'a photo'"),
        ({"templates": ()}, "templates: expected at least one, got none"),
    ],
)
def test_values_that_make_no_sense_are_refused(values: dict, sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{sentence}$"):
        CONFIGS["paper", "global"].changed(**values)


def test_the_hash_follows_the_values() -> None:
    s = CONFIGS["paper", "global"]
    assert s.hash() == s.changed(rate=1e-6).hash() != s.changed(rate=2e-6).hash()


def test_a_command_line_can_change_every_plain_value() -> None:
    own = simple_fields()
    assert {"batch", "rate", "ema", "precision", "checkpointing", "seed", "grid_every"} <= set(own)
    assert own["checkpointing"] is bool and own["rate"] is float and own["precision"] is str
    assert not {"name", "stage", "templates"} & set(own)
