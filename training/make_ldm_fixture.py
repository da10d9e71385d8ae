"""Key names of single-file Stable Diffusion 1.x checkpoints beside those of diffusers.

Run from the project's folder:  .venv/bin/python training/make_ldm_fixture.py
Writes test/fixtures/parity/ldm/keys.json: for two sizes of both networks, rows of
[LDM name, diffusers name, LDM dims, dims]. The LDM names are laid out here from the sizes, and diffusers' own
conversion must turn a checkpoint of them into exactly its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from diffusers.loaders.single_file_utils import convert_ldm_unet_checkpoint, convert_ldm_vae_checkpoint

OUT = Path(__file__).parents[1] / "test" / "fixtures" / "parity" / "ldm"
RESIDUAL = {
    "norm1": "in_layers.0",
    "conv1": "in_layers.2",
    "time_emb_proj": "emb_layers.1",
    "norm2": "out_layers.0",
    "conv2": "out_layers.3",
    "conv_shortcut": "skip_connection",
}
ATTENTION = {"group_norm": "norm", "to_q": "q", "to_k": "k", "to_v": "v", "to_out.0": "proj_out"}


def unet_modules(levels: int, layers: int) -> Iterator[tuple[str, str]]:
    """Modules of a UNet: (diffusers, LDM)."""
    yield from (("conv_in", "input_blocks.0.0"), ("conv_norm_out", "out.0"), ("conv_out", "out.2"))
    yield from (("time_embedding.linear_1", "time_embed.0"), ("time_embedding.linear_2", "time_embed.2"))
    for i, place in enumerate(("mid_block.resnets.0", "mid_block.attentions.0", "mid_block.resnets.1")):
        yield place, f"middle_block.{i}"
    block = 1
    for level in range(levels):
        for i in range(layers):
            yield f"down_blocks.{level}.resnets.{i}", f"input_blocks.{block}.0"
            yield f"down_blocks.{level}.attentions.{i}", f"input_blocks.{block}.1"
            block += 1
        yield f"down_blocks.{level}.downsamplers.0.conv", f"input_blocks.{block}.0.op"
        block += 1
    block = 0
    for level in range(levels):
        for i in range(layers + 1):
            yield f"up_blocks.{level}.resnets.{i}", f"output_blocks.{block}.0"
            yield f"up_blocks.{level}.attentions.{i}", f"output_blocks.{block}.1"
            block += 1
        # The level without attention has its upsampler one place earlier.
        yield (
            f"up_blocks.{level}.upsamplers.0.conv",
            f"output_blocks.{block - 1}.{1 if level == 0 else 2}.conv",
        )


def vae_modules(levels: int, layers: int) -> Iterator[tuple[str, str]]:
    """Modules of an autoencoder: (diffusers, LDM)."""
    for half in ("encoder", "decoder"):
        yield f"{half}.conv_norm_out", f"{half}.norm_out"
        yield f"{half}.mid_block.resnets.0", f"{half}.mid.block_1"
        yield f"{half}.mid_block.resnets.1", f"{half}.mid.block_2"
        for new, old in ATTENTION.items():
            yield f"{half}.mid_block.attentions.0.{new}", f"{half}.mid.attn_1.{old}"
    for level in range(levels):
        for i in range(layers + 1):
            yield f"encoder.down_blocks.{level}.resnets.{i}", f"encoder.down.{level}.block.{i}"
            yield f"decoder.up_blocks.{level}.resnets.{i}", f"decoder.up.{levels - 1 - level}.block.{i}"
        yield f"encoder.down_blocks.{level}.downsamplers.0", f"encoder.down.{level}.downsample"
        yield f"decoder.up_blocks.{level}.upsamplers.0", f"decoder.up.{levels - 1 - level}.upsample"


def ldm_name(key: str, modules: dict[str, str], inner: dict[str, str]) -> str:
    """The LDM name of a diffusers key: its longest known module, then the names inside residual blocks."""
    known = [m for m in modules if key.startswith(f"{m}.")]
    if not known:
        return key
    module = max(known, key=len)
    rest = key[len(module) + 1 :]
    if ".resnets." in f".{module}.":
        head, _, tail = rest.rpartition(".")
        rest = f"{inner.get(head, head)}.{tail}"
    return f"{modules[module]}.{rest}"


def pairs(state: dict[str, torch.Tensor], modules: dict[str, str], inner: dict[str, str]) -> list[list]:
    """[LDM name, diffusers name, LDM dims, dims] of each tensor."""
    rows = []
    for key, value in state.items():
        old, dims = ldm_name(key, modules, inner), list(value.shape)
        is_convolution = ".mid.attn_1." in old and len(dims) == 2
        rows.append([old, key, dims + [1, 1] if is_convolution else dims, dims])
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
    prefix = "model.diffusion_model."
    whole = {prefix + old: state[new].reshape(dims) for old, new, dims, _ in rows}
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
    rows = pairs(state, dict(vae_modules(levels, layers)), {"conv_shortcut": "nin_shortcut"})
    prefix = "first_stage_model."
    whole = {prefix + old: state[new].reshape(dims) for old, new, dims, _ in rows}
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
