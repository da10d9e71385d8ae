"""Key names of single-file Stable Diffusion 1.x checkpoints beside those of diffusers.

Run from the project's folder:  .venv/bin/python training/make_ldm_fixture.py
Writes test/fixtures/parity/ldm/keys.json: for two sizes of both networks, rows of
[LDM name, diffusers name, LDM dims, dims]. The LDM names are laid out here from the sizes, and diffusers' own
conversion must turn a checkpoint of them into exactly its own.
"""

from __future__ import annotations

import json
from pathlib import Path

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from diffusers.loaders.single_file_utils import convert_ldm_unet_checkpoint, convert_ldm_vae_checkpoint

from elite_training.published.ldm_names import (
    RESIDUAL,
    UNET_PREFIX,
    VAE_PREFIX,
    VAE_RESIDUAL,
    ldm_dims,
    ldm_name,
    unet_modules,
    vae_modules,
)

OUT = Path(__file__).parents[1] / "test" / "fixtures" / "parity" / "ldm"


def pairs(state: dict[str, torch.Tensor], modules: dict[str, str], inner: dict[str, str]) -> list[list]:
    """[LDM name, diffusers name, LDM dims, dims] of each tensor."""
    rows = []
    for key, value in state.items():
        old, dims = ldm_name(key, modules, inner), list(value.shape)
        rows.append([old, key, ldm_dims(old, dims), dims])
    return rows


def proven(
    rows: list[list], state: dict[str, torch.Tensor], converted: dict[str, torch.Tensor]
) -> list[list]:
    """The rows, once diffusers' conversion of the LDM checkpoint gave back the same tensors."""
    assert len({old for old, *_ in rows}) == len(rows), "two keys share an LDM name"
    assert converted.keys() == state.keys(), converted.keys() ^ state.keys()
    assert all(torch.equal(converted[k], v) for k, v in state.items()), "a tensor went to another key"
    return rows


def unet_rows(channels: tuple[int, ...], layers: int) -> list[list]:
    outer = len(channels) - 1
    model = UNet2DConditionModel(
        block_out_channels=channels,
        layers_per_block=layers,
        attention_head_dim=2,
        norm_num_groups=4,
        cross_attention_dim=8,
        down_block_types=("CrossAttnDownBlock2D",) * outer + ("DownBlock2D",),
        up_block_types=("UpBlock2D",) + ("CrossAttnUpBlock2D",) * outer,
    )
    state = model.state_dict()
    rows = pairs(state, dict(unet_modules(len(channels), layers)), RESIDUAL)
    whole = {UNET_PREFIX + old: state[new].reshape(dims) for old, new, dims, _ in rows}
    return proven(rows, state, convert_ldm_unet_checkpoint(whole, dict(model.config)))


def vae_rows(channels: tuple[int, ...], layers: int) -> list[list]:
    levels = len(channels)
    model = AutoencoderKL(
        block_out_channels=channels,
        layers_per_block=layers,
        norm_num_groups=4,
        down_block_types=("DownEncoderBlock2D",) * levels,
        up_block_types=("UpDecoderBlock2D",) * levels,
    )
    state = model.state_dict()
    rows = pairs(state, dict(vae_modules(levels, layers)), VAE_RESIDUAL)
    whole = {VAE_PREFIX + old: state[new].reshape(dims) for old, new, dims, _ in rows}
    return proven(rows, state, convert_ldm_vae_checkpoint(whole, dict(model.config)))


def main() -> None:
    cases = {
        "stable-diffusion-1": {"unet": unet_rows((4, 8, 16, 16), 2), "vae": vae_rows((4, 8, 16, 16), 2)},
        "small": {"unet": unet_rows((4, 8, 8), 1), "vae": vae_rows((4, 8), 1)},
    }
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "keys.json").write_text(json.dumps(cases).replace("]], ", "]],\n") + "\n")


if __name__ == "__main__":
    main()
