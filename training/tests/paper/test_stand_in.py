"""The random stack has the shape of Stable Diffusion 1.x, and libraries open it."""

from __future__ import annotations

from pathlib import Path

import torch
from diffusers import StableDiffusionPipeline
from transformers import CLIPModel


def test_diffusers_opens_the_random_stack(stack_folders: tuple[Path, Path]) -> None:
    pipeline = StableDiffusionPipeline.from_pretrained(str(stack_folders[0]), local_files_only=True)
    assert len(pipeline.unet.config.down_block_types) == 4
    ids = pipeline.tokenizer("a photo", padding="max_length", return_tensors="pt").input_ids
    assert ids.shape == (1, 77)


def test_both_folders_hold_the_same_text_tower(stack_folders: tuple[Path, Path]) -> None:
    pipeline = StableDiffusionPipeline.from_pretrained(str(stack_folders[0]), local_files_only=True)
    both = CLIPModel.from_pretrained(str(stack_folders[1]), local_files_only=True).text_model.state_dict()
    own = {k.removeprefix("text_model."): v for k, v in pipeline.text_encoder.state_dict().items()}
    assert both.keys() == own.keys() and all(torch.equal(v, both[k]) for k, v in own.items())
