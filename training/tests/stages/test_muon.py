"""The optimiser: orthogonal steps for matrices, AdamW for the rest."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from elite_training.stages.muon import Muon, orthogonal, tables


@pytest.mark.parametrize("shape", [(4, 9), (9, 4), (6, 6)])
def test_orthogonal_brings_singular_values_near_one_and_keeps_directions(shape: tuple[int, int]) -> None:
    matrix = torch.randn(*shape, generator=torch.Generator().manual_seed(0))
    u, _, vh = torch.linalg.svd(matrix, full_matrices=False)
    near = orthogonal(matrix)
    values = torch.linalg.svdvals(near)
    assert values.min() > 0.6 and values.max() < 1.3
    assert torch.nn.functional.cosine_similarity(near.flatten(), (u @ vh).flatten(), 0) > 0.97


def test_a_step_turns_every_direction_of_a_convolution_alike() -> None:
    layer = nn.Conv2d(2, 4, 3, bias=False)
    before = layer.weight.detach().clone()
    layer.weight.grad = torch.randn_like(before)
    Muon(layer.parameters(), 0.1).step()
    step = (layer.weight.detach() - before).flatten(1)
    expected = 0.1 * 0.2 * 18**0.5
    values = torch.linalg.svdvals(step) / expected
    assert values.min() > 0.6 and values.max() < 1.3


def test_vectors_and_tables_go_by_adamw_and_what_has_no_gradient_stays() -> None:
    net = nn.ModuleDict({"words": nn.Embedding(5, 3), "map": nn.Linear(3, 3), "idle": nn.Linear(3, 2)})
    optimiser = Muon(net.parameters(), 0.01, plain=tables(net))
    idle = net["idle"].weight.detach().clone()
    words, bias = net["words"].weight.detach().clone(), net["map"].bias.detach().clone()
    net["map"](net["words"](torch.tensor([1, 2]))).pow(2).sum().backward()
    optimiser.step()
    # AdamW's first step is the rate itself, by the gradient's sign.
    moved = (net["words"].weight - words).abs()
    assert torch.allclose(moved[1:3], torch.full((2, 3), 0.01), atol=1e-4)
    assert (moved[[0, 3, 4]] == 0).all()
    assert torch.allclose((net["map"].bias - bias).abs(), torch.full((3,), 0.01), atol=1e-4)
    assert torch.equal(net["idle"].weight, idle)


def test_set_rate_moves_both_kinds() -> None:
    layer = nn.Linear(3, 3)
    optimiser = Muon(layer.parameters(), 1.0)
    optimiser.set_rate(0.0)
    before = [p.detach().clone() for p in layer.parameters()]
    layer(torch.ones(1, 3)).sum().backward()
    optimiser.step()
    assert all(torch.equal(a, b) for a, b in zip(before, layer.parameters(), strict=True))
