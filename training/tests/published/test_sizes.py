"""The full sizes are the published ones; nothing of that size is filled here."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from torch import nn
from transformers import CLIPConfig, CLIPModel

from elite_training.models.mappers import Mapper
from elite_training.published.sizes import FULL

KEYS = (Path(__file__).parents[1] / "paper" / "published_keys.txt").read_text().split()


def count(network: nn.Module) -> int:
    return sum(p.numel() for p in network.parameters())


@pytest.fixture(scope="module")
def unet() -> UNet2DConditionModel:
    with torch.device("meta"):
        return UNet2DConditionModel.from_config(FULL.unet)


def test_the_unet_has_860_million_parameters(unet: UNet2DConditionModel) -> None:
    assert count(unet) == 859_520_964


def test_the_autoencoder_has_84_million() -> None:
    with torch.device("meta"):
        assert count(AutoencoderKL.from_config(FULL.vae)) == 83_653_863


def test_clip_has_428_million() -> None:
    with torch.device("meta"):
        assert count(CLIPModel(CLIPConfig(**FULL.clip))) == 427_616_513


def test_a_mapper_has_48_million_under_the_authors_keys(unet: UNet2DConditionModel) -> None:
    with torch.device("meta"):
        mapper = Mapper(unet, 1024, 1024, 768)
    assert count(mapper) == 48_074_240
    assert set(KEYS) == set(mapper.state_dict())
