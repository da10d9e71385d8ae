"""Sizes of the small stack. Everything that differs from Stable Diffusion 1.4 is a number here."""

from __future__ import annotations

from dataclasses import dataclass

from diffusers import AutoencoderKL, UNet2DConditionModel
from transformers import (
    CLIPTextConfig,
    CLIPTextModelWithProjection,
    CLIPVisionConfig,
    CLIPVisionModelWithProjection,
)

from ..tokenizer import LENGTH, VOCABULARY

VAE_GROUPS = 4
"""Four channels a group at the outermost level, as in Stable Diffusion. With one channel a group the norm
before the last convolution would take away every channel's mean, and with it the picture's colour."""

CROSS_DOWN, CROSS_UP = "CrossAttnDownBlock2D", "CrossAttnUpBlock2D"


@dataclass(frozen=True)
class Net:
    """One size of the stack."""

    name: str
    size: int
    image_size: int
    width: int
    vision_layers: int
    text_layers: int
    heads: int
    layers: tuple[int, ...]
    mapper_hidden: int

    @property
    def grid(self) -> int:
        return self.image_size // 7


NANO = Net("nano", 64, 56, 96, 6, 4, 3, (6, 1, 2, 3, 4), 128)
TINY = Net("tiny", 128, 112, 160, 12, 6, 5, (12, 2, 4, 6, 8), 192)
NETS = {"nano": NANO, "tiny": TINY}


def unet(net: Net) -> UNet2DConditionModel:
    nano = net is NANO
    return UNet2DConditionModel(
        sample_size=net.size // 8,
        block_out_channels=(48, 96) if nano else (64, 128, 160),
        layers_per_block=1,
        down_block_types=(CROSS_DOWN, CROSS_DOWN) if nano else (CROSS_DOWN, CROSS_DOWN, "DownBlock2D"),
        up_block_types=(CROSS_UP, CROSS_UP) if nano else ("UpBlock2D", CROSS_UP, CROSS_UP),
        attention_head_dim=(3, 6) if nano else (2, 4, 5),
        cross_attention_dim=net.width,
        norm_num_groups=8 if nano else 16,
    )


def vae(net: Net) -> AutoencoderKL:
    return AutoencoderKL(
        block_out_channels=(16, 32, 32, 64) if net is NANO else (16, 32, 64, 96),
        layers_per_block=1,
        norm_num_groups=VAE_GROUPS,
        latent_channels=4,
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        sample_size=net.size,
        scaling_factor=0.18215,
    )


def vision(net: Net) -> CLIPVisionModelWithProjection:
    return CLIPVisionModelWithProjection(
        CLIPVisionConfig(
            hidden_size=net.width,
            intermediate_size=net.width * 4,
            num_hidden_layers=net.vision_layers,
            num_attention_heads=net.heads,
            image_size=net.image_size,
            patch_size=7,
            projection_dim=net.width,
            hidden_act="quick_gelu",
        )  # fmt: skip
    )


def text(net: Net) -> CLIPTextModelWithProjection:
    return CLIPTextModelWithProjection(
        CLIPTextConfig(
            vocab_size=VOCABULARY,
            max_position_embeddings=LENGTH,
            hidden_size=net.width,
            intermediate_size=net.width * 4,
            num_hidden_layers=net.text_layers,
            num_attention_heads=net.heads,
            projection_dim=net.width,
            hidden_act="quick_gelu",
            bos_token_id=VOCABULARY - 2,
            eos_token_id=VOCABULARY - 1,
            pad_token_id=VOCABULARY - 1,
        )  # fmt: skip
    )
