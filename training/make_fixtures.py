"""Parity fixtures: small seeded random networks with their inputs and outputs, computed by PyTorch.

Run from the project's folder:  .venv/bin/python training/make_fixtures.py [case ...]
Writes test/fixtures/parity/<case>/{config.json, model.safetensors, io.safetensors}. Networks come from
diffusers and transformers; the mappers, the injection, ELITE's attention and the judges from
elite_training.models. A network case that is run alone draws other random weights; the cases of
`fixtures/evaluators.py` do not, and those of `fixtures/reused.py` and `fixtures/sparse.py`
add to networks that are there.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import torch

from fixtures.evaluators import dino_case, judges_case, pixels_case
from fixtures.method import mapper_case, pipeline_case
from fixtures.numbers import numbers_case, samplers_case
from fixtures.reused import deep_case
from fixtures.sparse import sparse_case
from fixtures.stable_diffusion import elite_unet_case, vae_case
from fixtures.tokenizer import tokenizer_case
from fixtures.towers import text_case, vision_case

CASES: dict[str, Callable[[], None]] = {
    "vision-a": lambda: vision_case(
        "vision-a",
        10,
        hidden_size=24,
        intermediate_size=48,
        num_hidden_layers=4,
        num_attention_heads=3,
        image_size=28,
        patch_size=7,
        projection_dim=16,
        hidden_act="quick_gelu",
    ),
    "vision-b": lambda: vision_case(
        "vision-b",
        20,
        hidden_size=32,
        intermediate_size=40,
        num_hidden_layers=2,
        num_attention_heads=2,
        image_size=42,
        patch_size=14,
        projection_dim=8,
        hidden_act="gelu",
    ),
    "text-a": lambda: text_case(
        "text-a",
        30,
        vocab_size=64,
        hidden_size=24,
        intermediate_size=48,
        num_hidden_layers=3,
        num_attention_heads=3,
        max_position_embeddings=16,
        projection_dim=16,
        eos_token_id=63,
        bos_token_id=62,
        pad_token_id=63,
    ),
    "text-b": lambda: text_case(
        "text-b",
        40,
        torch.float16,
        vocab_size=64,
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=4,
        max_position_embeddings=20,
        projection_dim=32,
        hidden_act="gelu",
        eos_token_id=63,
        bos_token_id=62,
        pad_token_id=63,
    ),
    "unet-a": lambda: elite_unet_case("unet-a", 50),
    "unet-b": lambda: elite_unet_case("unet-b", 60),
    "vae-a": lambda: vae_case(
        "vae-a",
        70,
        block_out_channels=(8, 16, 16, 16),
        layers_per_block=1,
        norm_num_groups=4,
        latent_channels=4,
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
    ),
    "vae-b": lambda: vae_case(
        "vae-b",
        80,
        block_out_channels=(8, 16, 16),
        layers_per_block=2,
        norm_num_groups=8,
        latent_channels=4,
        down_block_types=("DownEncoderBlock2D",) * 3,
        up_block_types=("UpDecoderBlock2D",) * 3,
    ),
    "mapper": lambda: mapper_case(90),
    "pipeline": lambda: pipeline_case(100),
    "numbers": numbers_case,
    "samplers": samplers_case,
    "tokenizer": tokenizer_case,
    "dino": dino_case,
    "judges": judges_case,
    "judge-pixels": pixels_case,
    "unet-a-deep": lambda: deep_case("unet-a", (1, 2, 3), 110),
    "unet-b-deep": lambda: deep_case("unet-b", (1, 3, 4, 7), 120),
    "unet-a-sparse": lambda: sparse_case("unet-a", (1, 2, 3), 130),
    "unet-b-sparse": lambda: sparse_case("unet-b", (2, 4), 140),
}


def main() -> None:
    torch.manual_seed(0)
    for case in sys.argv[1:] or CASES:
        CASES[case]()


if __name__ == "__main__":
    main()
