"""Any stack of the shape opens; others are refused in one sentence."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import torch

from elite_training.models.mappers import cross_layers
from elite_training.paper.stack import Parts, open_stack, spread_layers


def test_sizes_come_from_the_configs(parts: Parts) -> None:
    s = parts.shape
    assert (s.size, s.image_size, s.grid, s.width, s.vision_width) == (64, 56, 4, 24, 32)
    assert s.layers == (6, 1, 2, 3, 4) and s.mapper_hidden == 32
    assert len(cross_layers(parts.unet)) == 16
    assert not any(p.requires_grad for part in (parts.unet, parts.vae) for p in part.parameters())


def test_layers_of_vit_l_14_are_the_papers() -> None:
    assert spread_layers(24) == (24, 4, 8, 12, 16)
    with pytest.raises(ValueError, match="expected --layers for an image encoder of 11 blocks"):
        spread_layers(11)


def test_the_text_tower_gives_what_transformers_gives(parts: Parts) -> None:
    from elite_training.models.encoders import text_states, token_rows

    ids = torch.tensor([parts.tokenizer.encode("a photo of a small s")])
    assert ids.shape == (1, 77)
    with torch.no_grad():
        own = text_states(parts.text, token_rows(parts.text, ids))
        assert torch.allclose(own, parts.text(ids).last_hidden_state, atol=1e-5)


@pytest.mark.parametrize(
    ("file", "values", "sentence"),
    [
        ("scheduler/scheduler_config.json", {"prediction_type": "v_prediction"}, "prediction_type: expected"),
        ("unet/config.json", {"cross_attention_dim": 1024}, "unet"),
        ("vae/config.json", {"scaling_factor": 0.13025}, "scaling_factor: expected 0.18215, got 0.13025"),
    ],
)  # fmt: skip
def test_another_family_is_refused(
    stack_folders: tuple[Path, Path], tmp_path: Path, file: str, values: dict, sentence: str
) -> None:
    sd = shutil.copytree(stack_folders[0], tmp_path / "sd")
    config = json.loads((sd / file).read_text())
    (sd / file).write_text(json.dumps(config | values))
    with pytest.raises(ValueError, match=sentence):
        open_stack(sd, stack_folders[1])


def test_a_missing_part_is_named(stack_folders: tuple[Path, Path], tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"image_encoder.config.json: expected the config of a CLIPVision"):
        open_stack(stack_folders[0])
    sd = shutil.copytree(stack_folders[0], tmp_path / "sd")
    next((sd / "vae").glob("*.safetensors")).unlink()
    with pytest.raises(ValueError, match=r"vae: expected the weights of a AutoencoderKL"):
        open_stack(sd, stack_folders[1])
