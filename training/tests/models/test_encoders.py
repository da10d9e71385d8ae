"""Forward passes of our own beside the library's."""

from __future__ import annotations

import torch

from elite_training.models.encoders import inject, text_states, token_rows, vision_features
from elite_training.sample import Stack


@torch.no_grad()
def test_injecting_nothing_equals_the_library(stack: Stack) -> None:
    ids = torch.tensor([stack.tokenizer.encode("a photo of a toy in the snow"), stack.tokenizer.encode("")])
    theirs = stack.text(input_ids=ids).last_hidden_state
    assert torch.allclose(text_states(stack.text, token_rows(stack.text, ids)), theirs, atol=1e-6)


@torch.no_grad()
def test_hidden_states_equal_the_library(stack: Stack) -> None:
    pixels = torch.randn(2, 3, 56, 56, generator=torch.Generator().manual_seed(1))
    theirs = stack.vision(pixel_values=pixels, output_hidden_states=True).hidden_states
    ours = vision_features(stack.vision, pixels, (0, 1, 3))
    for k, state in zip((0, 1, 3), ours, strict=True):
        assert torch.allclose(state, theirs[k], atol=1e-6)


def test_one_word_replaces_its_position_and_five_move_the_tail() -> None:
    rows = torch.arange(8.0)[None, :, None]
    assert inject(rows, torch.tensor([[[90.0]]]), torch.tensor([3])).flatten().tolist() == [
        0,
        1,
        2,
        90,
        4,
        5,
        6,
        7,
    ]
    words = torch.tensor([[[90.0], [91.0], [92.0]]])
    assert inject(rows, words, torch.tensor([2])).flatten().tolist() == [0, 1, 90, 91, 92, 3, 4, 5]
