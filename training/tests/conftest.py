"""What tests share: stand-in drawings, small worlds, a tokenizer, and the stack with random weights."""

from __future__ import annotations

from copy import copy
from pathlib import Path

import pytest
import torch

from elite_training.models.configs import NANO
from elite_training.sample import Stack, build_stack
from elite_training.tinybench import SUBJECTS
from elite_training.tokenizer import Tokenizer, write_tokenizer
from elite_training.world.stand_in import stand_in_pack
from elite_training.world.stream import World

torch.set_num_threads(2)


@pytest.fixture(scope="session")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return stand_in_pack(tmp_path_factory.mktemp("pack") / "concepts.pack")


@pytest.fixture(scope="session")
def world(pack: Path) -> World:
    return World(pack, variants=1, toys=6)


@pytest.fixture(scope="session")
def test_world(pack: Path) -> World:
    return World(pack, "test", variants=1, toys=4)


def cut(world: World, kept: list[int]) -> World:
    """The world with these drawings and all of its toys."""
    out, emoji = copy(world), len(world.concepts)
    toys = range(emoji, len(world))
    out.concepts = [world.concepts[i] for i in kept]
    out.sprites = world.sprites[[*kept, *toys]]
    return out


@pytest.fixture(scope="session")
def few(world: World) -> World:
    """Thirty training drawings and the toys: enough where many would only take longer."""
    return cut(world, list(range(30)))


@pytest.fixture(scope="session")
def few_test(test_world: World) -> World:
    """The benchmark's held-out drawings, three others, and the toys."""
    names = {name for row in SUBJECTS.values() for name in row}
    own = [i for i, c in enumerate(test_world.concepts) if c.name in names]
    return cut(test_world, sorted([*own, *[i for i in range(len(test_world.concepts)) if i not in own][:3]]))


@pytest.fixture(scope="session")
def tokenizer_folder(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tokenizer")
    write_tokenizer(world.batch(list(range(120)))["caption"], folder)
    return folder


@pytest.fixture(scope="session")
def tokenizer(tokenizer_folder: Path) -> Tokenizer:
    return Tokenizer(tokenizer_folder)


@pytest.fixture(scope="session")
def stack(tokenizer_folder: Path) -> Stack:
    torch.manual_seed(1)
    return build_stack(NANO, tokenizer_folder)
