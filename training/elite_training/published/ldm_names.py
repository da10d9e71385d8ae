"""Key names of single-file Stable Diffusion 1.x checkpoints beside those of diffusers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

UNET_PREFIX, VAE_PREFIX = "model.diffusion_model.", "first_stage_model."
TEXT_PREFIX = "cond_stage_model.transformer."

RESIDUAL = {
    "norm1": "in_layers.0",
    "conv1": "in_layers.2",
    "time_emb_proj": "emb_layers.1",
    "norm2": "out_layers.0",
    "conv2": "out_layers.3",
    "conv_shortcut": "skip_connection",
}
"""Names inside the UNet's residual blocks."""

VAE_RESIDUAL = {"conv_shortcut": "nin_shortcut"}
"""Names inside the autoencoder's residual blocks."""

ATTENTION = {"group_norm": "norm", "to_q": "q", "to_k": "k", "to_v": "v", "to_out.0": "proj_out"}
"""Names inside the autoencoder's attention."""


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


def ldm_dims(name: str, dims: Sequence[int]) -> list[int]:
    """The autoencoder's attention is 1×1 convolutions there and linear layers in diffusers."""
    is_convolution = ".mid.attn_1." in name and len(dims) == 2
    return [*dims, 1, 1] if is_convolution else list(dims)
