"""Sizes and key names of the networks."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from torch import nn

from elite_training.models import configs
from elite_training.models.configs import NANO, TINY, Net
from elite_training.models.mappers import Mapper, cross_layers
from elite_training.sample import FILES, Stack

COUNTS = {
    "unet": (7_287_108, 2_414_308), "vae": (1_718_807, 756_279), "vision": (3_802_400, 701_088),
    "text": (2_132_480, 607_296),
}  # fmt: skip


def count(module: nn.Module) -> int:
    return sum(p.numel() for p in module.parameters())


@pytest.mark.parametrize("name", COUNTS)
def test_networks_have_exactly_the_specified_parameters(name: str) -> None:
    build = getattr(configs, name)
    assert (count(build(TINY)), count(build(NANO))) == COUNTS[name]


@pytest.mark.parametrize(("net", "networks", "pairs"), [(TINY, 996_160, 235_520), (NANO, 418_240, 101_376)])
def test_mappers_have_exactly_the_specified_parameters(net: Net, networks: int, pairs: int) -> None:
    unet = configs.unet(net)
    mapper = Mapper(unet, net.width, net.mapper_hidden, net.width)
    own = [p.numel() for n, p in mapper.named_parameters() if n.startswith("mapping")]
    assert (sum(own), count(mapper) - sum(own)) == (networks, pairs)
    assert len(cross_layers(unet)) == 7


def test_mapper_keys_are_those_of_the_released_files(stack: Stack) -> None:
    pattern = re.compile(
        r"mapping_(patch_)?[0-4]\.[01346]\.(weight|bias)|"
        r"(down|up)_blocks_\d_attentions_\d_transformer_blocks_0_attn2_to_[kv]\.weight|"
        r"mid_block_attentions_0_transformer_blocks_0_attn2_to_[kv]\.weight"
    )
    keys = list(stack.words.state_dict())
    assert len(keys) == 10 * 10 + 2 * 7
    assert all(pattern.fullmatch(k) for k in keys)


def test_checkpoints_keep_the_stored_key_names(stack: Stack) -> None:
    stored = json.loads((Path(__file__).parents[1] / "keys.json").read_text())
    for name in FILES:
        state = getattr(stack, name).state_dict()
        assert {k: list(v.shape) for k, v in state.items() if "position_ids" not in k} == stored[name]
