"""Stand-ins for what can't lie in a repository: a random stack, a copy of Open Images' layout, both tiny."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import numpy as np
import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from PIL import Image
from transformers import CLIPConfig, CLIPModel, CLIPTextConfig, CLIPTextModel

from ..export import PIPELINE, SCHEDULER, write_json
from ..stages.s4_global import TEMPLATES
from ..tokenizer import VOCABULARY, write_tokenizer
from ..world.stand_in import shape

POSITIONS = 77
TEXT = {
    "vocab_size": VOCABULARY, "max_position_embeddings": POSITIONS, "hidden_size": 24,
    "intermediate_size": 48,
    "num_hidden_layers": 2, "num_attention_heads": 2, "projection_dim": 16, "hidden_act": "quick_gelu",
    "bos_token_id": VOCABULARY - 2, "eos_token_id": VOCABULARY - 1, "pad_token_id": VOCABULARY - 1,
}  # fmt: skip
VISION = {
    "hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 6, "num_attention_heads": 2,
    "image_size": 56, "patch_size": 14, "projection_dim": 16, "hidden_act": "quick_gelu",
}  # fmt: skip
COLUMNS = [
    *("ImageID", "Source", "LabelName", "Confidence", "XMin", "XMax", "YMin", "YMax"),
    *("IsOccluded", "IsTruncated", "IsGroupOf", "IsDepiction", "IsInside"),
]
MASK_COLUMNS = [
    *("MaskPath", "ImageID", "LabelName", "BoxID", "BoxXMin", "BoxXMax", "BoxYMin", "BoxYMax"),
    *("PredictedIoU", "Clicks"),
]
SIZE = (180, 220)
"""Height and width of the photographs."""

CLASSES = {"/m/0bt9lr": "Dog", "/m/01yrx": "Cat", "/m/0138tl": "Toy"}


def write_random_stack(folder: Path, seed: int = 0) -> tuple[Path, Path]:
    """Random weights under the key names of Stable Diffusion 1.x and CLIP: (folder of diffusers, CLIP's).

    Sixteen cross-attention layers with eight heads, 77 tokens, 64-pixel pictures, 16 patches; few channels.
    """
    torch.manual_seed(seed)
    sd, clip = folder / "sd", folder / "clip"
    unet = UNet2DConditionModel(
        sample_size=8, block_out_channels=(16, 32, 32, 32), layers_per_block=2, attention_head_dim=8,
        cross_attention_dim=TEXT["hidden_size"], norm_num_groups=8,
    )  # fmt: skip
    vae = AutoencoderKL(
        block_out_channels=(8, 8, 16, 16), layers_per_block=2, norm_num_groups=4, latent_channels=4,
        down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4,
        sample_size=64, scaling_factor=0.18215,
    )  # fmt: skip
    both = CLIPModel(CLIPConfig(text_config=TEXT, vision_config=VISION, projection_dim=16))
    text = CLIPTextModel(CLIPTextConfig(**TEXT))
    own = {f"text_model.{k}": k for k in text.state_dict()}
    whole = both.state_dict()
    text.load_state_dict({k: whole[name] if name in whole else whole[k] for name, k in own.items()})
    unet.save_pretrained(sd / "unet")
    vae.save_pretrained(sd / "vae")
    text.save_pretrained(sd / "text_encoder")
    both.save_pretrained(clip)
    write_words(sd / "tokenizer")
    shutil.copytree(sd / "tokenizer", clip, dirs_exist_ok=True)
    write_json(sd / "scheduler" / "scheduler_config.json", SCHEDULER)
    write_json(sd / "model_index.json", PIPELINE)
    return sd, clip


def write_words(folder: Path) -> None:
    """A tokenizer of the templates' words."""
    write_tokenizer([t.replace("S", "s") for t in TEMPLATES], folder, length=POSITIONS)


def picture(number: int, size: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """A photograph uint8 [H, W, 3] of a shape on a gradient, and its mask bool [H, W]."""
    height, width = size
    rng = np.random.default_rng((23, number))
    slope = np.linspace(0, 1, width)[None, :, None] * rng.integers(60, 180, 3)
    ground = np.broadcast_to(slope + rng.integers(0, 70, 3), (height, width, 3)).astype(np.uint8)
    side = int(min(height, width) * 0.8)
    thing = shape(7000 + number, side)
    left, top = (int(rng.integers(0, n - side + 1)) for n in (width, height))
    out, mask = ground.copy(), np.zeros((height, width), bool)
    inside = thing[..., 3] > 0
    window = slice(top, top + side), slice(left, left + side)
    out[window][inside] = thing[..., :3][inside]
    mask[window] = inside
    return out, mask


def write_openimages(folder: Path, count: int = 6, split: str = "test") -> Path:
    """`count` photographs, each with one box and one mask at half their resolution, laid out as published."""
    size = SIZE
    boxes, masks = [], []
    for place in (folder / split, folder / f"{split}-masks"):
        place.mkdir(parents=True, exist_ok=True)
    labels = list(CLASSES)
    for i in range(count):
        name, label = f"{i:016x}", labels[i % len(labels)]
        image, mask = picture(i, size)
        Image.fromarray(image).save(folder / split / f"{name}.jpg", quality=95)
        rows, columns = mask.any(1).nonzero()[0], mask.any(0).nonzero()[0]
        box = [columns[0] / size[1], (columns[-1] + 1) / size[1], rows[0] / size[0], (rows[-1] + 1) / size[0]]
        box = [f"{v:.6f}" for v in box]
        boxes.append([name, "xclick", label, 1, *box, 0, 0, int(i == 0), 0, 0])
        file = f"{name}_{label.replace('/', '')}_{i:08x}.png"
        half = Image.fromarray(mask).resize((size[1] // 2, size[0] // 2), Image.Resampling.NEAREST)
        half.save(folder / f"{split}-masks" / file)
        masks.append([file, name, label, f"{i:08x}", *box, "0.9", ""])
    write_csv(folder / f"{split}-annotations-bbox.csv", COLUMNS, boxes)
    write_csv(folder / f"{split}-annotations-object-segmentation.csv", MASK_COLUMNS, masks)
    write_csv(folder / "class-descriptions-boxable.csv", None, [list(c) for c in CLASSES.items()])
    return folder


def write_csv(path: Path, header: list[str] | None, rows: list[list]) -> None:
    with path.open("w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows] if header else rows)
