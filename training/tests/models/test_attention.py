"""ELITE's cross attention: what the gate and λ must do."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from elite_training.models.mappers import cross_layers
from elite_training.sample import Stack


@pytest.fixture(scope="module")
def inputs(stack: Stack) -> dict[str, Tensor]:
    g = torch.Generator().manual_seed(3)
    word = torch.zeros(2, 32)
    word[0, 5], word[1, 4] = 1, 1
    return {
        "z": torch.randn(2, 4, 8, 8, generator=g), "states": torch.randn(2, 32, stack.net.width, generator=g),
        "patches": torch.randn(2, 64, stack.net.width, generator=g), "word": word,
    }  # fmt: skip


@torch.no_grad()
def predict(stack: Stack, x: dict[str, Tensor], patches: Tensor | None, weight: float | Tensor) -> Tensor:
    context = stack.context
    context.word, context.patches, context.weight = x["word"], patches, weight
    context.local_values.clear()
    out = stack.unet(x["z"], torch.tensor([500.0, 500.0]), x["states"]).sample
    context.patches = None
    return out


def test_lambda_zero_equals_no_local_term_bit_for_bit(stack: Stack, inputs: dict[str, Tensor]) -> None:
    assert torch.equal(predict(stack, inputs, inputs["patches"], 0.0), predict(stack, inputs, None, 1.0))


def test_empty_patches_equal_lambda_zero_bit_for_bit(stack: Stack, inputs: dict[str, Tensor]) -> None:
    empty = torch.zeros_like(inputs["patches"])
    assert torch.equal(predict(stack, inputs, empty, 0.8), predict(stack, inputs, None, 0.8))


def test_patches_change_the_prediction(stack: Stack, inputs: dict[str, Tensor]) -> None:
    assert not torch.allclose(
        predict(stack, inputs, inputs["patches"], 0.8), predict(stack, inputs, None, 0.8)
    )


def test_the_gate_is_within_0_and_1_and_reaches_1_in_every_sample(
    stack: Stack, inputs: dict[str, Tensor]
) -> None:
    predict(stack, inputs, inputs["patches"], 0.8)
    assert set(stack.context.gates) == set(cross_layers(stack.unet))
    for gate in stack.context.gates.values():
        assert gate.min() >= 0
        assert torch.equal(gate.amax((1, 2, 3)), torch.ones(2))


def test_one_lambda_a_sample_equals_separate_calls(stack: Stack, inputs: dict[str, Tensor]) -> None:
    both = predict(stack, inputs, inputs["patches"], torch.tensor([0.6, 1.2]))
    assert torch.allclose(both[0], predict(stack, inputs, inputs["patches"], 0.6)[0], atol=1e-5)
    assert torch.allclose(both[1], predict(stack, inputs, inputs["patches"], 1.2)[1], atol=1e-5)
