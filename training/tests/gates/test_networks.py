"""What the gates of the base networks look at."""

from __future__ import annotations

import pytest
import torch

from elite_training.gates.lab import Lab, render
from elite_training.gates.networks import g0, psnr, scenes_of, turns
from elite_training.world.stream import World


def test_g0_believes_an_autoencoder_that_changes_nothing(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    every = torch.eye(len(lab.world))
    monkeypatch.setitem(lab.__dict__, "gallery", every)
    monkeypatch.setattr(lab, "seen", lambda _: every[turns(lab.world, lab.counts.scenes)])
    monkeypatch.setattr("elite_training.gates.networks.through_autoencoder", lambda _, x: x)
    assert [m.met for m in g0(lab)] == [True, True]


def test_psnr_of_a_constant_error_is_known() -> None:
    a = torch.full((2, 3, 8, 8), 100, dtype=torch.uint8)
    assert psnr(a, a + 10).tolist() == pytest.approx([28.1308] * 2, abs=1e-3)


def test_scenes_show_what_they_are_asked_to(few_test: World) -> None:
    for axis in ("place", "colour", "outfit", "style"):
        scenes, wanted = scenes_of(few_test, axis, 20, 3)
        assert [getattr(q, axis) for q in scenes] == wanted.tolist()
    again, _ = scenes_of(few_test, "style", 20, 3)
    assert again == scenes and torch.equal(render(few_test, again[:2], 1), render(few_test, scenes[:2], 1))
