"""The renderer."""

from __future__ import annotations

import numpy as np
import torch

from elite_training.world.render import recolour
from elite_training.world.scene import Scene
from elite_training.world.stream import World


def test_recolouring_keeps_alpha_bit_for_bit_and_leaves_negative_colours_alone() -> None:
    sprites = torch.rand(2, 4, 20, 20, generator=torch.Generator().manual_seed(1))
    painted = recolour(sprites, torch.tensor([[0.8, 0.1, 0.1], [-1.0, -1.0, -1.0]]))
    assert torch.equal(painted[:, 3], sprites[:, 3])
    assert torch.equal(painted[1], sprites[1])
    red, green, _ = painted[0, :3].mean((1, 2))
    assert red > 2 * green


def test_the_mask_is_where_the_subject_covers_more_than_half(test_world: World) -> None:
    on_black = test_world.truth(Scene(0, plain=8, colour=2), 1, 5)[0].astype(int).sum(0) > 60
    rng = np.random.default_rng((5, 3, 0))
    from elite_training.world.render import random_layout

    _, mask = test_world.draw([Scene(0, plain=8, colour=2)], [random_layout(rng, 0)], [rng], test_world.size)
    assert (on_black == mask[0]).mean() > 0.97


def test_the_photograph_of_a_concept_is_always_the_same(test_world: World) -> None:
    a, b = test_world.reference(2, 64), test_world.reference(2, 64)
    assert np.array_equal(a[0], b[0]) and a[2] == b[2]
    assert 0.1 < a[1].mean() < 0.7
