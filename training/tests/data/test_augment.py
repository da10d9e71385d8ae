"""Augmentation moves what it must, and nothing else."""

from __future__ import annotations

import numpy as np
import torch

from elite_training.data.augment import (
    ObjectPicture,
    Reference,
    augmented_object,
    augmented_reference,
    blurred,
    jittering,
    resized,
    turning,
    warped,
)


def noise(side: int = 24) -> torch.Tensor:
    return torch.randint(0, 256, (3, side, side), generator=torch.Generator().manual_seed(2)).float()


def test_no_turn_and_no_jitter_change_nothing() -> None:
    x = noise()
    for matrix in (turning(0, 24, 24), jittering(24, np.zeros((3, 2)))):
        assert torch.allclose(warped(x, matrix, "bilinear", "zeros"), x, atol=2e-2)


def test_four_quarter_turns_come_back() -> None:
    x = y = noise()
    for _ in range(4):
        y = warped(y, turning(90, 24, 24), "bilinear", "zeros")
    assert torch.allclose(warped(x, turning(90, 24, 24), "nearest", "zeros"), x.rot90(-1, (1, 2)), atol=1e-3)
    assert torch.allclose(x, y, atol=0.5)


def test_a_shift_shows_black_where_nothing_was() -> None:
    x = noise()
    moved = warped(x, np.column_stack([np.eye(2), [5, -3]]), "nearest", "zeros")
    assert torch.equal(moved[:, 3:, :-5], x[:, :-3, 5:])
    assert moved[:, :3].sum() == 0 and moved[:, :, -5:].sum() == 0


def test_the_jitter_moves_the_corners_of_the_central_square() -> None:
    moves = np.array([[2.0, 0], [0, -3], [1, 1]])
    matrix = jittering(24, moves)
    corner = np.array([12 + 8, 12 + 8.0])
    assert np.allclose(matrix @ [*(corner + moves[0]), 1], corner)


def test_a_blur_keeps_flat_pictures_and_the_mean_of_others() -> None:
    assert torch.allclose(blurred(torch.full((3, 9, 9), 7.0), 5), torch.full((3, 9, 9), 7.0))
    assert abs(float(blurred(noise(), 7).mean() - noise().mean())) < 6


def test_a_plain_reference_is_the_resized_crop() -> None:
    plain = Reference(flip=0, turn=0, blur=0, elastic=0)
    rng = np.random.default_rng(0)
    assert torch.equal(augmented_reference(noise(), 12, rng, plain), resized(noise(), 12, "bilinear"))
    flipped = augmented_reference(noise(), 12, rng, Reference(flip=1, turn=0, blur=0, elastic=0))
    assert torch.equal(flipped, resized(noise(), 12, "bilinear").flip(-1))


def test_every_augmentation_together_stays_a_picture_without_black_borders() -> None:
    everything = Reference(flip=1, turn=1, blur=1, elastic=1)
    for seed in range(8):
        out = augmented_reference(noise() * 0 + 200, 56, np.random.default_rng(seed), everything)
        assert out.shape == (3, 56, 56) and out.min() >= 199


def test_picture_and_mask_of_the_object_move_together() -> None:
    mask = torch.zeros(40, 40, dtype=torch.bool)
    mask[8:30, 10:34] = True
    everything = ObjectPicture(grow=1, turn=1, shift=1)
    for seed in range(8):
        thing, moved = augmented_object(
            torch.full((3, 40, 40), 250.0), mask, 28, np.random.default_rng(seed), everything
        )
        assert set(moved.unique().tolist()) <= {0, 1}
        inside, outside = thing[0][moved > 0], thing[0][moved == 0]
        assert inside.mean() > 200 and outside.mean() < 40
