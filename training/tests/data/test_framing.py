"""Far, plain and near targets."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from elite_training.data.framing import FAR, NEAR, Framing, framed

TARGET = torch.full((3, 512, 512), 40.0)


def one(seed: int, **values: object) -> tuple[torch.Tensor, torch.Tensor, str]:
    return framed(TARGET, "the photo of a S", np.random.default_rng(seed), Framing(**values))


def test_a_far_target_counts_only_in_the_pasted_cells_less_one_on_each_side() -> None:
    for seed in range(3):
        out, cells, prompt = one(seed, shrink=1, least=0.34, small=1)
        pasted = out[0] == 40
        assert 0.3 < pasted.float().mean() ** 0.5 < 1
        rows = cells.any(1).nonzero()[:, 0]
        first = int(pasted.any(1).nonzero()[0, 0]) // 8 + 1
        assert rows[0] == first
        grown = cells.repeat_interleave(8, 0).repeat_interleave(8, 1) > 0
        assert bool(pasted[grown].all())
        assert set(out[0][~pasted].tolist()) == {127.5}
        assert any(prompt == f"{words}photo of a S" for words in FAR)


def test_a_near_target_is_a_crop_and_counts_everywhere() -> None:
    out, cells, prompt = one(0, shrink=0)
    assert out.shape == TARGET.shape and cells.min() == 1
    assert any(prompt == f"{words}photo of a S" for words in NEAR)


def test_a_plain_target_and_its_prompt_stay() -> None:
    out, cells, prompt = one(0, shrink=1, least=0.7)
    assert torch.equal(out, TARGET) and cells.min() == 1 and prompt == "the photo of a S"


def test_kinds_come_as_often_as_in_the_released_code() -> None:
    target = torch.zeros(3, 16, 16)
    rng, kinds = np.random.default_rng(1), [0, 0, 0]
    for _ in range(900):
        prompt = framed(target, "a photo of a S", rng, Framing())[2]
        kinds[0 if prompt.startswith(FAR) else 2 if prompt.startswith(NEAR) else 1] += 1
    # Three deviations of a share of a third over 900 draws are 0.049.
    assert np.array(kinds) / 900 == pytest.approx([0.266, 0.4, 0.333], abs=0.05)


def test_a_small_target_keeps_at_least_one_cell() -> None:
    for seed in range(20):
        cells = framed(
            torch.zeros(3, 64, 64), "a S", np.random.default_rng(seed), Framing(shrink=1, small=1)
        )[1]
        assert cells.sum() >= 1
