"""config.json of each network as published, at the true size and at a tiny one of the same layout."""

from __future__ import annotations

from dataclasses import dataclass, field

CROSS_DOWN, CROSS_UP = "CrossAttnDownBlock2D", "CrossAttnUpBlock2D"

UNET = {
    "_class_name": "UNet2DConditionModel",
    "_diffusers_version": "0.2.2",
    "act_fn": "silu",
    "attention_head_dim": 8,
    "block_out_channels": [320, 640, 1280, 1280],
    "center_input_sample": False,
    "cross_attention_dim": 768,
    "down_block_types": [CROSS_DOWN, CROSS_DOWN, CROSS_DOWN, "DownBlock2D"],
    "downsample_padding": 1,
    "flip_sin_to_cos": True,
    "freq_shift": 0,
    "in_channels": 4,
    "layers_per_block": 2,
    "mid_block_scale_factor": 1,
    "norm_eps": 1e-05,
    "norm_num_groups": 32,
    "out_channels": 4,
    "sample_size": 64,
    "up_block_types": ["UpBlock2D", CROSS_UP, CROSS_UP, CROSS_UP],
}
"""Source: unet/config.json of CompVis/stable-diffusion-v1-4."""

VAE = {
    "_class_name": "AutoencoderKL",
    "_diffusers_version": "0.2.2",
    "act_fn": "silu",
    "block_out_channels": [128, 256, 512, 512],
    "down_block_types": ["DownEncoderBlock2D"] * 4,
    "in_channels": 3,
    "latent_channels": 4,
    "layers_per_block": 2,
    "norm_num_groups": 32,
    "out_channels": 3,
    "sample_size": 512,
    "up_block_types": ["UpDecoderBlock2D"] * 4,
}
"""Source: vae/config.json of CompVis/stable-diffusion-v1-4, which says nothing of a scaling factor."""

TEXT = {
    "model_type": "clip_text_model",
    "hidden_size": 768,
    "intermediate_size": 3072,
    "num_hidden_layers": 12,
    "num_attention_heads": 12,
    "max_position_embeddings": 77,
    "vocab_size": 49408,
    "projection_dim": 768,
    "hidden_act": "quick_gelu",
    "layer_norm_eps": 1e-05,
    "bos_token_id": 0,
    "pad_token_id": 1,
    "eos_token_id": 2,
}
"""Source: text_encoder/config.json of CompVis/stable-diffusion-v1-4, whose token ids are not CLIP's."""

VISION = {
    "model_type": "clip_vision_model",
    "hidden_size": 1024,
    "intermediate_size": 4096,
    "num_hidden_layers": 24,
    "num_attention_heads": 16,
    "image_size": 224,
    "patch_size": 14,
    "projection_dim": 768,
    "hidden_act": "quick_gelu",
    "layer_norm_eps": 1e-05,
}
"""Source: vision_config of openai/clip-vit-large-patch14."""


@dataclass(frozen=True)
class Sizes:
    """The sizes of one stack. A mapper's networks are as wide as the vision tower."""

    name: str
    unet: dict[str, object] = field(default_factory=lambda: UNET)
    vae: dict[str, object] = field(default_factory=lambda: VAE)
    text: dict[str, object] = field(default_factory=lambda: TEXT)
    vision: dict[str, object] = field(default_factory=lambda: VISION)

    @property
    def clip(self) -> dict[str, object]:
        """config.json of the whole CLIP."""
        return {
            "architectures": ["CLIPModel"],
            "model_type": "clip",
            "initializer_factor": 1.0,
            "logit_scale_init_value": 2.6592,
            "projection_dim": self.text["projection_dim"],
            "text_config": self.text,
            "vision_config": self.vision,
        }


FULL = Sizes("full")
TINY = Sizes(
    "tiny",
    UNET
    | {
        "block_out_channels": [16, 32, 32, 32],
        "cross_attention_dim": 24,
        "norm_num_groups": 8,
        "sample_size": 8,
    },
    VAE | {"block_out_channels": [8, 8, 16, 16], "norm_num_groups": 4, "sample_size": 64},
    TEXT
    | {
        "hidden_size": 24,
        "intermediate_size": 48,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "projection_dim": 16,
        "vocab_size": 1536,
    },
    VISION
    | {
        "hidden_size": 32,
        "intermediate_size": 64,
        "num_attention_heads": 2,
        "image_size": 112,
        "patch_size": 7,
        "projection_dim": 16,
    },
)
"""Sixteen layers of cross attention, 24 blocks of vision, 256 patches, 64-pixel pictures; a few megabytes."""
