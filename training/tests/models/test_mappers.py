"""The mapping networks against the equations written out."""

from __future__ import annotations

import torch

from elite_training.sample import Stack


@torch.no_grad()
def test_words_are_the_class_output_plus_the_mean_of_patch_outputs(stack: Stack) -> None:
    features = [torch.randn(2, 65, 96, generator=torch.Generator().manual_seed(i)) for i in range(5)]
    words = stack.words.words(features)
    by_hand = stack.words.mapping_3(features[3][:, 0])
    by_hand = by_hand + sum(stack.words.mapping_patch_3(features[3][:, p]) for p in range(1, 65)) / 64
    assert words.shape == (2, 5, 96)
    assert torch.allclose(words[:, 3], by_hand, atol=1e-5)


@torch.no_grad()
def test_patches_are_means_over_layers_and_nothing_outside_the_mask(stack: Stack) -> None:
    features = [torch.randn(1, 65, 96, generator=torch.Generator().manual_seed(i)) for i in range(5)]
    mask = torch.zeros(1, 64, 1)
    mask[0, 7] = 1
    patches = stack.local.patches(features, mask)
    by_hand = sum(
        getattr(stack.local, f"mapping_{i}")(f[:, 0]) + getattr(stack.local, f"mapping_patch_{i}")(f[:, 8])
        for i, f in enumerate(features)
    )
    assert torch.allclose(patches[0, 7], by_hand[0] / 5, atol=1e-5)
    assert patches[0, :7].abs().max() == 0 and patches[0, 8:].abs().max() == 0
