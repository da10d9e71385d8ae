"""What the tests of the gates share: random networks, random judges, small worlds, small counts."""

from __future__ import annotations

import pytest
import torch

from elite_training.gates.lab import Counts, Lab
from elite_training.models.evaluators import Judges
from elite_training.sample import Stack
from elite_training.world.stream import World


@pytest.fixture(scope="session")
def lab(stack: Stack, few: World, few_test: World) -> Lab:
    torch.manual_seed(9)
    counts = Counts(scenes=12, pictures=2, prompts=1, sweep=1, steps=2)
    return Lab(stack, Judges().eval().requires_grad_(False), few_test, few, counts)
